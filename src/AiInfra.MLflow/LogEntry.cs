using System.Text.Json.Serialization;

namespace AiInfra.MLflow;

/// <summary>One call that is to be made, as it waits in memory and on disk.</summary>
internal sealed record LogEntry(string Run)
{
    /// <summary>Parameters to add.</summary>
    public Dictionary<string, string>? Parameters { get; init; }

    /// <summary>Tags to set; null removes one.</summary>
    public Dictionary<string, string?>? Tags { get; init; }

    /// <summary>Metric points to add.</summary>
    public List<LogPoint>? Metrics { get; init; }

    /// <summary>Files to upload: paths and digests.</summary>
    public Dictionary<string, string>? Files { get; init; }

    /// <summary>Datasets to note.</summary>
    public List<LogInput>? Inputs { get; init; }

    /// <summary>The status to set, as MLflow names it.</summary>
    public string? Status { get; init; }

    /// <summary>When it ended, in milliseconds since 1970.</summary>
    public long? EndedAt { get; init; }
}

/// <summary>A metric point; the time in milliseconds since 1970.</summary>
internal readonly record struct LogPoint(string Key, double Value, long Step, long At);

/// <summary>A dataset.</summary>
internal sealed record LogInput(string Name, string Digest, string Context, string SourceType, string Source, string? Schema, string? Profile);

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LogEntry))]
internal sealed partial class LogJson : JsonSerializerContext;
