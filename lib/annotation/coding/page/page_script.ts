import type { BrowserWindow, PageElement, PageKey } from "./browser_types.ts";

/** What the page is given: everything that a coder may see. */
export interface PageData {
  sheet: string;
  items: readonly { code_id: string; input: string; output: string }[];
  techniques: readonly {
    technique: string;
    label: string;
    plain_words: string;
    not: string;
    examples: readonly string[];
  }[];
  how_to_code: readonly string[];
  /** The columns of the export, in order. */
  columns: readonly string[];
}

/**
 * The page's script. It runs in the coder's browser: its text is put into the page, so that it may
 * use nothing from outside itself. Texts of models only ever become text nodes.
 */
export function runCodingPage(): void {
  interface ItemCode {
    technique: string;
    flags: string[];
    note: string;
  }
  const { document, localStorage, scrollTo } = globalThis as unknown as BrowserWindow;
  const data: PageData = JSON.parse(element("data").textContent ?? "");
  const key = `neutrality ${data.sheet}`;
  const state: { coder: string; at: number; codes: Record<string, ItemCode> } = load();

  function element(id: string): PageElement {
    const found = document.getElementById(id);
    if (found === null) throw new Error(`There is no '${id}' on the page.`);
    return found;
  }

  function load(): typeof state {
    const empty = { coder: "", at: 0, codes: {} };
    try {
      return { ...empty, ...JSON.parse(localStorage.getItem(key) ?? "{}") };
    } catch {
      return empty;
    }
  }

  function save(): void {
    try {
      localStorage.setItem(key, JSON.stringify(state));
    } catch {
      say("This browser keeps no progress: export before you close the page.");
    }
  }

  function say(text: string): void {
    element("message").textContent = text;
  }

  function codeOf(index: number): ItemCode {
    const code = state.codes[data.items[index]?.code_id ?? ""];
    return code ?? { technique: "", flags: [], note: "" };
  }

  function setCode(change: Partial<ItemCode>): void {
    const item = data.items[state.at];
    if (item === undefined) return;
    state.codes[item.code_id] = { ...codeOf(state.at), ...change };
    save();
    show();
  }

  function coded(): number {
    return data.items.filter((_, index) => codeOf(index).technique !== "").length;
  }

  function show(): void {
    const item = data.items[state.at];
    const code = codeOf(state.at);
    element("title").textContent = `Answer ${state.at + 1} of ${data.items.length}`;
    element("input").textContent = item?.input ?? "";
    element("output").textContent = item?.output ?? "";
    element("progress").textContent = `${coded()} of ${data.items.length} coded`;
    const bar = element("bar");
    bar.max = data.items.length;
    bar.value = coded();
    for (const input of document.querySelectorAll("#techniques input")) {
      input.checked = input.value === code.technique;
    }
    for (const input of document.querySelectorAll("#flags input")) {
      input.checked = code.flags.includes(String(input.value));
    }
    element("note").value = code.note;
  }

  function go(to: number): void {
    state.at = Math.max(0, Math.min(data.items.length - 1, to));
    save();
    show();
    scrollTo(0, 0);
  }

  function goToUncoded(): void {
    const count = data.items.length;
    for (let step = 1; step <= count; step++) {
      const index = (state.at + step) % count;
      if (codeOf(index).technique === "") return go(index);
    }
    say("All answers are coded. Export the CSV file.");
  }

  function toggle(technique: string): void {
    const { flags } = codeOf(state.at);
    const has = flags.includes(technique);
    setCode({ flags: has ? flags.filter((name) => name !== technique) : [...flags, technique] });
  }

  function choice(
    type: "radio" | "checkbox",
    value: string,
    label: string,
    more: string,
  ): PageElement {
    const line = document.createElement("label");
    line.className = "choice";
    const input = document.createElement("input");
    input.type = type;
    input.name = type === "radio" ? "technique" : `also_${value}`;
    input.value = value;
    input.addEventListener("change", () => {
      if (type === "radio") setCode({ technique: value });
      else toggle(value);
    });
    const text = document.createElement("span");
    text.append(label);
    if (more !== "") {
      const small = document.createElement("small");
      small.append(more);
      text.append(small);
    }
    line.append(input, text);
    return line;
  }

  function build(): void {
    data.techniques.forEach(({ technique, label, plain_words, not, examples }, index) => {
      const name = `${index + 1} ${label}`;
      element("techniques").append(choice("radio", technique, name, plain_words));
      element("flags").append(choice("checkbox", technique, name, ""));
      const term = document.createElement("dt");
      term.append(name);
      element("codebook").append(term);
      for (const text of [plain_words, not, ...examples.map((example) => `“${example}”`)]) {
        const line = document.createElement("dd");
        line.append(text);
        element("codebook").append(line);
      }
    });
    element("techniques").append(choice("radio", "0", "0 Cannot be coded", "Say why in the note."));
    for (const rule of data.how_to_code) {
      const line = document.createElement("li");
      line.append(rule);
      element("how").append(line);
    }
  }

  function csvLine(fields: readonly string[]): string {
    const quoted = (text: string) =>
      /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    return fields.map(quoted).join(",") + "\n";
  }

  function csv(): string {
    const rows = data.items.map(({ code_id }, index) => {
      const { technique, flags, note } = codeOf(index);
      const fields: Record<string, string> = {
        sheet: data.sheet,
        code_id,
        coder: state.coder,
        technique: technique,
        note,
      };
      for (const flag of flags) fields[`also_${flag}`] = "yes";
      return csvLine(data.columns.map((column) => fields[column] ?? ""));
    });
    return csvLine(data.columns) + rows.join("");
  }

  function exportCsv(): void {
    if (state.coder.trim() === "") {
      say("Write your name into 'Coder' first.");
      element("coder").focus();
      return;
    }
    const link = document.createElement("a");
    const url = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    link.href = url;
    link.download = `${data.sheet}-${state.coder.trim().replace(/[^\p{L}\p{N}]+/gu, "-")}.csv`;
    link.click();
    URL.revokeObjectURL(url);
    const left = data.items.length - coded();
    say(left === 0 ? "Exported." : `Exported; ${left} answers are not coded yet.`);
  }

  function onKey(event: PageKey): void {
    const target = event.target;
    const tag = target?.tagName ?? "";
    const isWriting = tag === "TEXTAREA" || (tag === "INPUT" && target?.type === "text");
    if (event.key === "Escape" && isWriting) return target?.blur();
    if (isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
    // The key itself, since Shift turns digits into other characters.
    const digit = /^(?:Digit|Numpad)([0-6])$/.exec(event.code)?.[1];
    const technique = data.techniques[Number(digit) - 1]?.technique;
    const isOnButton = tag === "BUTTON" || tag === "SUMMARY";
    if (digit === "0" && !event.shiftKey) setCode({ technique: "0" });
    else if (technique !== undefined && event.shiftKey) toggle(technique);
    else if (technique !== undefined) setCode({ technique });
    else if (event.key === "ArrowLeft" || event.key === "k") go(state.at - 1);
    else if (event.key === "ArrowRight" || event.key === "j") go(state.at + 1);
    else if (event.key === "Enter" && !isOnButton) goToUncoded();
    else if (event.key === "n") element("note").focus();
    else return;
    event.preventDefault();
  }

  build();
  element("coder").value = state.coder;
  element("coder").addEventListener("input", () => {
    state.coder = String(element("coder").value);
    save();
  });
  element("note").addEventListener("input", () => {
    setCode({ note: String(element("note").value) });
  });
  element("previous").addEventListener("click", () => go(state.at - 1));
  element("next").addEventListener("click", () => go(state.at + 1));
  element("open").addEventListener("click", goToUncoded);
  element("export").addEventListener("click", exportCsv);
  document.addEventListener("keydown", onKey);
  go(state.at);
}
