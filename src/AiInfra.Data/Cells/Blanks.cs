namespace AiInfra.Data.Cells;

/// <summary>Blanks and line ends around a cell, blanks that do not break a line included.</summary>
internal static class Blanks
{
    // In UTF-8: a blank that does not break a line, in its usual and its narrow width.
    private static readonly byte[] s_noBreak = [0xC2, 0xA0];
    private static readonly byte[] s_narrow = [0xE2, 0x80, 0xAF];

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0)
        {
            int before = text.Length;
            text = text.Trim(" \t\r\n"u8);
            text = text.StartsWith(s_noBreak) ? text[2..] : text.StartsWith(s_narrow) ? text[3..] : text;
            text = text.EndsWith(s_noBreak) ? text[..^2] : text.EndsWith(s_narrow) ? text[..^3] : text;
            if (text.Length == before)
            {
                break;
            }
        }

        return text;
    }
}
