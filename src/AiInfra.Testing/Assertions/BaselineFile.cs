using System.Text.Json;
using System.Text.Json.Serialization;
using AiInfra.Metrics;

namespace AiInfra.Testing;

/// <summary>Metrics that later evaluations are compared with, as a JSON file that reads well in a difference.</summary>
internal static class BaselineFile
{
    private const string Mend = $"Take it from source control again, or run once with {TestingSwitches.UpdateBaselines}=1.";

    public static void Write(string path, string name, IReadOnlyList<Score> scores)
    {
        var content = new BaselineContent(name, scores.Count == 0 ? 0 : scores.Max(s => s.Count), [.. scores.Select(m => new BaselineMetric(m.Name, m.Signature, m.Value))]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string part = $"{path}.{Guid.NewGuid():N}.part";
        File.WriteAllText(part, JsonSerializer.Serialize(content, BaselineJson.Default.BaselineContent) + "\n");
        File.Move(part, path, overwrite: true);
    }

    /// <exception cref="ModelAssertionException">The file is something else.</exception>
    public static IReadOnlyList<BaselineMetric> Read(string path)
    {
        try
        {
            // As text: editors put a byte order mark before it.
            IReadOnlyList<BaselineMetric?>? metrics = JsonSerializer.Deserialize(File.ReadAllText(path), BaselineJson.Default.BaselineContent)?.Metrics;
            return metrics is not null && metrics.All(m => m is { Name: not null, Signature: not null })
                ? [.. metrics.OfType<BaselineMetric>()]
                : throw new ModelAssertionException($"{path} is not a baseline: {(metrics is null ? "it has no metrics" : "a metric of it has no name or signature")}. {Mend}");
        }
        catch (JsonException e)
        {
            throw new ModelAssertionException($"{path} is not a baseline, or a damaged one: {e.Message} {Mend}", e);
        }
    }
}

internal sealed record BaselineContent(string Report, long Rows, IReadOnlyList<BaselineMetric?> Metrics);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(BaselineContent))]
internal sealed partial class BaselineJson : JsonSerializerContext;
