using System.Text;

namespace AiInfra.Data.Ingestion.Csv;

/// <summary>Tells a header from a row.</summary>
internal static class CsvHeader
{
    /// <summary>A header's cells are names: no numbers, times, booleans or missing markers beside an empty one.</summary>
    public static bool IsLikely(IEnumerable<string> cells, MissingSet missing)
    {
        bool any = false;
        foreach (string cell in cells)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(cell);
            if (utf8.Length == 0)
            {
                continue;
            }

            if (CellParser.TryNumber(utf8, out _) || CellParser.TryInstant(utf8, out _) || CellParser.TryBoolean(utf8, out _) || missing.Contains(utf8))
            {
                return false;
            }

            any = true;
        }

        return any;
    }
}
