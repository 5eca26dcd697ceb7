using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiInfra.Core.Sketches;

/// <summary>Summaries of all columns of a table; what a dataset commit keeps as its statistics.</summary>
/// <param name="Rows">Rows summarised.</param>
/// <param name="Columns">One summary a column, in the table's order.</param>
public sealed record TableSummary(long Rows, IReadOnlyList<ColumnSummary> Columns)
{
    /// <summary>The summary of a column, or null.</summary>
    public ColumnSummary? Find(string column) => Columns.FirstOrDefault(c => c.Name == column);

    /// <summary>As JSON, UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, TableSummaryJson.Default.TableSummary);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are something else.</exception>
    public static TableSummary FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, TableSummaryJson.Default.TableSummary) ?? throw new JsonException("A table summary is expected, null was found.");

    /// <inheritdoc />
    public override string ToString() => $"TableSummary {{ Rows = {Rows}, Columns = {Shown.List(Columns)} }}";
}

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TableSummary))]
internal sealed partial class TableSummaryJson : JsonSerializerContext;
