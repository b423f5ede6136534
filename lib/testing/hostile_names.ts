/** Names that would break a figure which shows them as anything but text. */
export const HOSTILE_NAMES = [
  `<script>alert("1")</script>`,
  `"O'Reilly" & <b>Söhne</b> \u0000\u001b[31m\u202e`,
  `${"long-name/".repeat(6)}🦙`,
  "]]>--><![CDATA[",
  "",
];
