using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.Csv;

/// <summary>The notes that are counted while records are read, always in the same words.</summary>
internal static class CsvNotes
{
    public static IngestionNote Missing(CsvColumn column, string marker, long count)
    {
        bool found = column.Kind != ValueKind.Text && column.MissingTexts.Contains(marker, StringComparer.OrdinalIgnoreCase);
        return new(IngestionNoteKind.Missing, $"'{marker}' {(found ? $"stands among {column.Kind.ToString().ToLowerInvariant()}s and " : "")}is taken for no value; say otherwise with KeepValues")
        {
            Column = column.Name,
            IsGuess = found,
            Count = count,
        };
    }

    public static IngestionNote Digits(CsvColumn column, long count) =>
        new(IngestionNoteKind.Numbers, "numbers with more digits than a double holds: all are kept for properties that hold them (long, ulong, decimal…), a model sees the nearest double") { Column = column.Name, Count = count };

    public static IEnumerable<IngestionNote> Of(CsvBlock block)
    {
        if (block.Short > 0)
        {
            yield return new(IngestionNoteKind.Width, "records with fewer fields than there are columns were filled up with missing values; say otherwise with Width") { Count = block.Short };
        }

        if (block.Surplus > 0)
        {
            yield return new(IngestionNoteKind.Width, "records had empty fields beyond the last column, which were passed over; say otherwise with Width") { Count = block.Surplus };
        }

        if (block.BlankLines > 0)
        {
            yield return new(IngestionNoteKind.Skipped, "blank lines between records were passed over") { Count = block.BlankLines };
        }

        if (block.Comments > 0)
        {
            yield return new(IngestionNoteKind.Skipped, "comment lines were passed over") { Count = block.Comments };
        }
    }
}
