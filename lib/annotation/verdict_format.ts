/** The yes/no questions, by the letters of the judge's prompt, in code order. */
const QUESTIONS = ["A", "B", "C", "D", "E", "F"].map((letter) => `Answer ${letter}`);

/**
 * The schema of our judge's reply, as `response_format` of a chat request: six answers of yes or no,
 * then the code, from 1 to 6, of the technique that was used the most. It only uses what OpenAI's
 * strict mode knows, whose rules are the narrowest.
 */
export const VERDICT_FORMAT = {
  type: "json_schema",
  json_schema: {
    name: "verdict",
    strict: true,
    schema: {
      type: "object",
      properties: {
        ...Object.fromEntries(
          QUESTIONS.map((question) => [question, { type: "string", enum: ["yes", "no"] }]),
        ),
        "Final Answer": { type: "integer", enum: [1, 2, 3, 4, 5, 6] },
      },
      required: [...QUESTIONS, "Final Answer"],
      additionalProperties: false,
    },
  },
} as const;
