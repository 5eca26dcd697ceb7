using System.Text.Json;
using AiInfra.Core.Artifacts;

namespace AiInfra.Core.Pipelines;

/// <summary>What a step's result is remembered under: the same identity gives the same result, so it need not run again.</summary>
public sealed record StepIdentity
{
    /// <summary>Pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Step.</summary>
    public required string Step { get; init; }

    /// <summary>Version of the step's code.</summary>
    public required string Version { get; init; }

    /// <summary>Partition, empty when there is none.</summary>
    public string Partition { get; init; } = "";

    /// <summary>Parameters that the step reads.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Digests of the results it takes, by the names of the steps they came from.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>The digest of all of this: 64 hexadecimal digits.</summary>
    public string Memo => Digest();

    private string Digest()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteStringValue(Pipeline);
            json.WriteStringValue(Step);
            json.WriteStringValue(Version);
            json.WriteStringValue(Partition);
            Write(json, Parameters);
            Write(json, Inputs);
            json.WriteEndArray();
        }

        return ArtifactDigest.Of(buffer.WrittenSpan).Hex;
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, string> pairs)
    {
        json.WriteStartObject();
        foreach ((string key, string value) in pairs.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    /// <inheritdoc />
    public override string ToString() => $"StepIdentity {{ Pipeline = {Pipeline}, Step = {Step}, Version = {Version}, Partition = {Partition}, Parameters = {Shown.List(Parameters)}, Inputs = {Shown.List(Inputs)} }}";
}
