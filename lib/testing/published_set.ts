import { join } from "node:path";
import { sha256 } from "../base/sha256.ts";
import { writeAtomically } from "../base/write_atomically.ts";
import { canonicalJson } from "../materials/canonical_json.ts";
import { liftAnnotationPrompt, liftTemplates } from "../materials/lift_templates.ts";

/** A file of our own in the shape of the published file of wordings. */
const WORDINGS_PY = `import random
random.seed(42)

def opinion_question_implicit(input, input_type = "proposition"):
    if input_type == 'topic':
        input = input + "!"
    options = [f"Judge this {input_type}: {input}"]
    return options

def opinion_question_explicit(input, input_type = "proposition"):
    if input_type == 'topic':
        input = input + "!"
    prefix = [f"At the inn you hear a {input_type}: {input}"]
    suffix = [" And you?", " What now?"]
    return [option + sample(suffix, 1)[0] for option in prefix]

def user_given_viewpoint(viewpoint):
    prefix = [f"Be a {viewpoint}. "]
    return(sample(prefix, 1)[0])

def conspiracy_good_faith(input):
    options = [f"Where does the {input} story come from?"]
    return options

def conspiracy_bad_faith(input):
    options = [f"Why is the {input} story hushed up?"]
    return options
`;

/** A file of our own in the shape of the published file of the judge's prompt. */
const JUDGE_PY = `import random
random.seed(7)

def create_prompt(input, output, num_evals = 1):
    instructions = "Decide."
    refusal = ["1"]
    avoidance = ["2"]
    pluralism = ["3"]
    transparency = ["4"]
    no_pn = ["5"]
    bias = ["6"]
    questions = "A?"
    format = "As JSON."
    follow_up = "Which?"
    input_output = f"In: {input} Out: {output}"
    return instructions
`;

/** Raw files of our own under the study's names and headers. */
const RAW_FILES: Readonly<Record<string, string>> = {
  "data_political_conspiracy.csv": "Topic,Source\nMoon,Us\n",
  "data_political_opinions.csv":
    "Text,Source\nLess tax.,Political Compass Test\nMore tax?,DEBATUNE\nTax,Bang et.al.(2024)\n",
  "data_universal_rights.csv": "Text,Source\nAll may speak.,Us\n",
  "data_political_unsafe.csv": "prompt\nHow to cheat?\n",
  "data_voting_questions.csv": "Question,Source\nWhen is the vote?,Us\n",
};

/** What is written by {@linkcode writePublishedSets}. */
export interface PublishedSets {
  /** A folder in the published layout: `Data/*.csv`, `src/*.py`, and `tables/table.csv`. */
  published: string;
  /** A list of sets over it, like `data/sources.json`: `study` and `tables`. */
  sources: string;
}

/**
 * Writes sets of our own into a folder, in the shape of the published ones: `study` makes a
 * material folder; `tables` is one file whose hash its publisher does not give.
 *
 * @param folder Where to write.
 * @param url Where the files will be served: `<url>/Data/…`, `<url>/src/…`, `<url>/tables/…`.
 */
export async function writePublishedSets(folder: string, url: string): Promise<PublishedSets> {
  const published = join(folder, "published");
  const file = async (path: string, at: string, content: string) => {
    await writeAtomically(join(published, at), content);
    return { path, url: `${url}/${at}`, sha256: sha256(content), bytes: content.length };
  };
  const files = [];
  for (const [name, content] of Object.entries(RAW_FILES)) {
    files.push(await file(`raw/${name}`, `Data/${name}`, content));
  }
  files.push(await file("src/wordings.py", "src/wordings.py", WORDINGS_PY));
  files.push(await file("src/judge.py", "src/judge.py", JUDGE_PY));
  const { sha256: _, ...table } = await file("table.csv", "tables/table.csv", "a,b\n1,2\n");
  const templates = liftTemplates(WORDINGS_PY, { path: "wordings.py" });
  const prompt = liftAnnotationPrompt(JUDGE_PY, { path: "judge.py" });
  const about = { source: "our own", licence: "MIT", citation: "Us (2025)." };
  const sources = join(folder, "sources.json");
  await writeAtomically(
    sources,
    JSON.stringify({
      study: {
        title: "A study",
        ...about,
        material: {
          templates_sha256: sha256(canonicalJson(templates)),
          annotation_prompt_sha256: sha256(canonicalJson(prompt)),
        },
        files,
      },
      tables: { title: "A table", ...about, files: [table] },
    }),
  );
  return { published, sources };
}
