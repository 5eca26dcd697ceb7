using System.Text.Json;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>A row as one line of JSON, for quarantine.</summary>
internal static class RowText
{
    public static string Of(RowBatch batch, int row)
    {
        var cells = new Dictionary<string, Value>(batch.Columns.Count);
        for (int c = 0; c < batch.Columns.Count; c++)
        {
            cells.Add(batch.Schema.Columns[c].Name, batch.Columns[c][row]);
        }

        string text = JsonSerializer.Serialize(cells);
        return text.Length > 1000 ? text[..1000] : text;
    }
}
