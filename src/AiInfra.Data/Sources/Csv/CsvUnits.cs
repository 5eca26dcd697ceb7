using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.Csv;

/// <summary>Tells a row of units below the names from a row of values.</summary>
internal static class CsvUnits
{
    private const int Longest = 20;
    private static readonly HashSet<string> s_known = new(["m", "s", "kg", "g", "mg", "cm", "mm", "km", "ms", "m/s", "km/h", "°C", "°F", "K", "%", "€", "$", "£", "USD", "EUR", "GBP", "Hz", "kHz", "MHz", "V", "mV", "A", "mA", "W", "kW", "kWh", "MWh", "Pa", "hPa", "kPa", "bar", "N", "J", "L", "l", "ml", "h", "min", "ppm", "deg", "rad", "m2", "m3", "W/m2", "-"], StringComparer.Ordinal);

    /// <summary>The note that says so; null where the second record is a row.</summary>
    public static IngestionNote? Find(CsvSample sample)
    {
        if (sample.Second is not { } second || sample.Rows < 3)
        {
            return null;
        }

        int contrast = 0, known = 0;
        for (int c = 0; c < second.Length; c++)
        {
            KindEvidence below = sample.Columns[c];
            string cell = second[c].Trim();
            byte[] utf8 = Encoding.UTF8.GetBytes(cell);
            bool isValue = CellParser.TryNumber(utf8, out _) || MarkedNumber.TryRead(utf8, true, out _) || MarkedNumber.TryRead(utf8, false, out _)
                || CellParser.TryInstant(utf8, out _) || CellParser.TryLocalInstant(utf8, true, out _) || CellParser.TryLocalInstant(utf8, false, out _) || CellParser.TryBoolean(utf8, out _);
            bool isKnown = s_known.Contains(cell) || (cell.Length > 2 && (cell[0], cell[^1]) is ('(', ')') or ('[', ']'));
            if (isValue || cell.Length > Longest || below.Values.ContainsKey(cell))
            {
                return null;
            }

            if (cell.Length == 0 || below.Present == 0 || Math.Max(below.Numbers, Math.Max(below.Instants, below.LocalDates)) < below.Present)
            {
                continue;
            }

            bool nothing = below.Rules.IsAlways(utf8) || below.Rules.IsByCustom(utf8) || MissingMarkers.SaysNothing(cell);
            if (nothing && !isKnown)
            {
                return null;
            }

            contrast++;
            known += isKnown && !nothing ? 1 : 0;
        }

        return known == 0 && contrast < 2 ? null
            : new IngestionNote(IngestionNoteKind.Skipped, "the row below the names has words where all other rows have values, units for example, and was passed over") { Count = 1, IsGuess = known == 0 };
    }
}
