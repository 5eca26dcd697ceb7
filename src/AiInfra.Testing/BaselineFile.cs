using System.Text.Json;
using System.Text.Json.Serialization;
using AiInfra.Evaluation.Metrics;

namespace AiInfra.Testing;

/// <summary>Metrics that later evaluations are compared with, as a JSON file that reads well in a difference.</summary>
internal static class BaselineFile
{
    public static void Write(string path, string name, IReadOnlyList<Score> scores)
    {
        var content = new BaselineContent(name, scores.Count == 0 ? 0 : scores.Max(s => s.Count), [.. scores.Select(m => new BaselineMetric(m.Name, m.Signature, m.Value))]);
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

internal sealed record BaselineContent(string Report, long Rows, IReadOnlyList<BaselineMetric> Metrics);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(BaselineContent))]
internal sealed partial class BaselineJson : JsonSerializerContext;
