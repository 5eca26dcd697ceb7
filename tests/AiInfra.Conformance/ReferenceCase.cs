using System.Globalization;
using System.Text.Json;

namespace AiInfra.Conformance;

/// <summary>One case of a reference file: a metric, its inputs and parameters, and what another library answered.</summary>
internal sealed record ReferenceCase(string Name, string Metric, JsonElement Inputs, JsonElement Params, JsonElement Expected)
{
    public double Number(string input) => ToNumber(Inputs.GetProperty(input));

    public double[] Numbers(string input) => [.. Inputs.GetProperty(input).EnumerateArray().Select(ToNumber)];

    public double[][] Matrix(string input) => [.. Inputs.GetProperty(input).EnumerateArray().Select(r => r.EnumerateArray().Select(ToNumber).ToArray())];

    public string[] Texts(string input) => [.. Inputs.GetProperty(input).EnumerateArray().Select(e => e.ToString())];

    public string?[][] TextMatrix(string input) => [.. Inputs.GetProperty(input).EnumerateArray().Select(r => r.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Null ? null : e.ToString()).ToArray())];

    public bool[] Flags(string input) => [.. Inputs.GetProperty(input).EnumerateArray().Select(e => e.ValueKind == JsonValueKind.True || (e.ValueKind == JsonValueKind.Number && e.GetDouble() == 1))];

    public string? Text(string param) => Params.ValueKind == JsonValueKind.Object && Params.TryGetProperty(param, out JsonElement e) && e.ValueKind != JsonValueKind.Null ? e.ToString() : null;

    public double? Param(string param) => Params.ValueKind == JsonValueKind.Object && Params.TryGetProperty(param, out JsonElement e) && e.ValueKind != JsonValueKind.Null ? ToNumber(e) : null;

    public bool Flag(string param, bool otherwise) => Params.ValueKind == JsonValueKind.Object && Params.TryGetProperty(param, out JsonElement e) ? e.ValueKind == JsonValueKind.True : otherwise;

    /// <summary>Two or more columns of labels as indices into the sorted union of all labels in them.</summary>
    public int[][] Labels(out int classes, params string[] inputs)
    {
        var columns = inputs.Select(i => Inputs.GetProperty(i).EnumerateArray().ToArray()).ToArray();
        bool numbers = columns.All(c => c.All(e => e.ValueKind == JsonValueKind.Number));
        var all = columns.SelectMany(c => c).Select(e => e.ToString()).Distinct();
        string[] union = numbers ? [.. all.OrderBy(t => double.Parse(t, CultureInfo.InvariantCulture))] : [.. all.Order(StringComparer.Ordinal)];
        classes = union.Length;
        return [.. columns.Select(c => c.Select(e => Array.IndexOf(union, e.ToString())).ToArray())];
    }

    private static double ToNumber(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Number => e.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => e.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            string text => double.Parse(text, CultureInfo.InvariantCulture),
            null => double.NaN,
        },
        _ => throw new FormatException($"'{e}' is not a number."),
    };
}
