using System.Text.Json;
using System.Text.Json.Serialization;
using AiInfra.Evaluation.Reports;

namespace AiInfra.Testing;

/// <summary>Metrics that later evaluations are compared with, as a JSON file that reads well in a difference.</summary>
internal static class BaselineFile
{
    public static void Write(string path, EvaluationReport report)
    {
        var content = new BaselineContent(report.Name, report.Rows, [.. report.Metrics.Select(m => new BaselineMetric(m.Name, m.Signature, m.Value))]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string part = $"{path}.{Environment.ProcessId}.part";
        File.WriteAllText(part, JsonSerializer.Serialize(content, BaselineJson.Default.BaselineContent) + "\n");
        File.Move(part, path, overwrite: true);
    }

    /// <exception cref="ModelAssertionException">The file is something else.</exception>
    public static IReadOnlyList<BaselineMetric> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), BaselineJson.Default.BaselineContent)?.Metrics
                ?? throw new ModelAssertionException($"{path} is not a baseline: it has no metrics.");
        }
        catch (JsonException e)
        {
            throw new ModelAssertionException($"{path} is not a baseline, or a damaged one: {e.Message}", e);
        }
    }
}

internal sealed record BaselineContent(string Report, int Rows, IReadOnlyList<BaselineMetric> Metrics);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(BaselineContent))]
internal sealed partial class BaselineJson : JsonSerializerContext;
