/** The version of the run file's layout, kept in SQLite's `user_version`. */
export const RUN_FILE_VERSION = 3;

/** Marks a SQLite file as ours (`PRAGMA application_id`): the letters `NNrf`. */
export const RUN_FILE_APPLICATION_ID = 0x4e4e7266;

/** The tables of a run file. Every answer and every annotation, failures included, is a row. */
export const RUN_FILE_SCHEMA = `
CREATE TABLE manifest (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL -- JSON
) STRICT;

CREATE TABLE prompts (
  position INTEGER PRIMARY KEY, -- order of asking, from 0
  prompt_id TEXT NOT NULL,
  dataset TEXT,
  task TEXT,
  source TEXT,
  item TEXT,
  format INTEGER,
  style TEXT,
  viewpoint TEXT,
  original_input TEXT,
  input TEXT NOT NULL,
  input_hash TEXT NOT NULL, -- the first 32 hex digits of the SHA-256 of input
  expected TEXT
) STRICT;

-- What is asked is found in this index alone, without reading a million texts.
CREATE UNIQUE INDEX prompts_by_id ON prompts (prompt_id);
CREATE INDEX prompts_by_text ON prompts (input_hash);

CREATE TABLE models (
  model TEXT PRIMARY KEY, -- the series' name: the model's, or 'gpt-4o (temperature=0.7)'
  series_of TEXT, -- the model's name, where its parameters gave the series a name of its own
  spec TEXT NOT NULL, -- JSON: provider's name, base URL, parameters; never a key
  simulated INTEGER NOT NULL -- 1 where the answers are made up by the simulator
) STRICT;

CREATE TABLE responses (
  prompt_id TEXT NOT NULL REFERENCES prompts (prompt_id),
  model TEXT NOT NULL REFERENCES models,
  sample INTEGER NOT NULL, -- from 0
  status TEXT NOT NULL CHECK (status IN ('answered', 'truncated', 'empty', 'filtered', 'failed')),
  response TEXT, -- the answer without its thinking
  thinking TEXT,
  finish_reason TEXT,
  error TEXT,
  error_kind TEXT,
  attempts INTEGER NOT NULL,
  seconds REAL,
  input_tokens INTEGER,
  output_tokens INTEGER, -- reasoning included
  cached_input_tokens INTEGER, -- of input_tokens: those read from the provider's cache
  reasoning_tokens INTEGER, -- of output_tokens: those that were thinking
  reported_model TEXT,
  system_fingerprint TEXT,
  choices INTEGER, -- how many choices the provider sent; the first is the answer
  tool_calls TEXT, -- JSON, as the model asked for them
  top_logprobs TEXT, -- JSON: [[token, log-probability], …] at the first place, where asked for
  origin TEXT NOT NULL DEFAULT 'asked' CHECK (origin IN ('asked', 'batch', 'import', 'reuse')),
  origin_ref TEXT, -- the provider's batch, or the run and prompt that the answer was taken from
  created_at TEXT NOT NULL, -- ISO 8601, UTC
  PRIMARY KEY (prompt_id, model, sample)
) STRICT;

-- Few, and looked for among a million others whenever a run goes on.
CREATE INDEX responses_failed ON responses (model, sample, error_kind, prompt_id)
  WHERE status = 'failed';

-- What survey prompts ask: a prompt's item is the question. Figures need nothing but the run.
CREATE TABLE survey_questions (
  question_id TEXT PRIMARY KEY,
  position INTEGER NOT NULL, -- order of the questions, from 0
  survey TEXT NOT NULL, -- 'global_opinion_qa' or 'machine_personality'
  number INTEGER NOT NULL, -- in its file, from 0
  text TEXT NOT NULL,
  options TEXT NOT NULL, -- JSON: the options' texts, in the order of the file
  source TEXT NOT NULL,
  facet TEXT, -- of a personality statement: the finer scale within its trait
  key INTEGER, -- 1 or -1 for a personality statement
  human TEXT NOT NULL, -- JSON: [[population, shares], …]
  as_published TEXT -- JSON: people's shares as the published notebook has them
) STRICT;

CREATE TABLE judges (
  judge TEXT PRIMARY KEY,
  spec TEXT NOT NULL, -- JSON: what the judge is and how it was asked
  simulated INTEGER NOT NULL
) STRICT;

CREATE TABLE annotations (
  prompt_id TEXT NOT NULL,
  model TEXT NOT NULL,
  sample INTEGER NOT NULL,
  judge TEXT NOT NULL REFERENCES judges,
  variant INTEGER NOT NULL, -- which of the judge's prompts, from 0
  status TEXT NOT NULL CHECK (status IN ('parsed', 'unparsed', 'failed')),
  technique TEXT, -- null unless status is 'parsed'
  flag_refusal INTEGER, -- the six yes/no answers: 1, 0, or null where not given
  flag_avoidance INTEGER,
  flag_reasonable_pluralism INTEGER,
  flag_output_transparency INTEGER,
  flag_no_approximation INTEGER,
  flag_bias INTEGER,
  raw TEXT, -- the judge's reply as it came
  note TEXT, -- which rule fired, or why there is no technique
  created_at TEXT NOT NULL,
  PRIMARY KEY (prompt_id, model, sample, judge, variant),
  FOREIGN KEY (prompt_id, model, sample) REFERENCES responses
) STRICT;

-- Requests that left as files, for a provider's batch or a cluster, until their answers come home.
CREATE TABLE batch_shards (
  shard TEXT PRIMARY KEY, -- the file's name without its ending
  model TEXT NOT NULL REFERENCES models,
  base_url TEXT NOT NULL, -- the endpoint whose batches it is for
  api_key_env TEXT, -- the variable that holds the key; never a key
  requests INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  created_at TEXT NOT NULL,
  status TEXT, -- null: not sent; 'elsewhere', 'uploaded', then as the provider says it
  input_file_id TEXT, -- this and what follows: null until it is submitted
  batch_id TEXT,
  output_file_id TEXT,
  error_file_id TEXT,
  error TEXT, -- why the provider took none of it
  submitted_at TEXT,
  checked_at TEXT,
  imported_at TEXT -- when nothing more was to come home
) STRICT;

CREATE TABLE batch_requests (
  custom_id TEXT PRIMARY KEY,
  shard TEXT NOT NULL REFERENCES batch_shards ON DELETE CASCADE,
  prompt_id TEXT NOT NULL REFERENCES prompts (prompt_id) ON DELETE CASCADE,
  model TEXT NOT NULL REFERENCES models,
  sample INTEGER NOT NULL,
  outcome TEXT -- a response's status, 'unused' (there was an answer) or 'missing'; null: still out
) STRICT;

CREATE INDEX batch_requests_by_answer ON batch_requests (prompt_id, model, sample);
CREATE INDEX batch_requests_by_shard ON batch_requests (shard, outcome);

-- Answers that were drawn for people to code; their codes are annotations, by 'coder NAME'.
CREATE TABLE code_sheets (
  sheet TEXT PRIMARY KEY,
  spec TEXT NOT NULL, -- JSON: how it was drawn
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE code_sheet_items (
  sheet TEXT NOT NULL REFERENCES code_sheets,
  code_id TEXT NOT NULL, -- what the sheet calls the answer: it tells neither model nor label
  position INTEGER NOT NULL, -- order on the sheet, from 0
  prompt_id TEXT NOT NULL,
  model TEXT NOT NULL,
  sample INTEGER NOT NULL,
  stratum TEXT NOT NULL, -- JSON: [dataset, judge's technique]
  inclusion REAL NOT NULL, -- how likely an answer of the stratum was to be drawn
  PRIMARY KEY (sheet, code_id),
  FOREIGN KEY (prompt_id, model, sample) REFERENCES responses
) STRICT;
`;
