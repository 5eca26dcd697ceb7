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

    public string? Text(string param) => Params.ValueKind == JsonValueKind.Object && Params.TryGetProperty(param, out JsonElement e) && e.ValueKind != JsonValueKind.Null ? e.ToString() : null;

    public double? Param(string param) => Params.ValueKind == JsonValueKind.Object && Params.TryGetProperty(param, out JsonElement e) && e.ValueKind != JsonValueKind.Null ? ToNumber(e) : null;

    public bool Flag(string param, bool otherwise) => Params.ValueKind == JsonValueKind.Object && Params.TryGetProperty(param, out JsonElement e) ? e.ValueKind == JsonValueKind.True : otherwise;

    internal static double ToNumber(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Number => e.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.Null => double.NaN,
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
