using System.Text.Json;
using AiInfra.Core.Rows;
using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Serving.Runtimes;

/// <summary>Reads a session's signature.</summary>
internal static class OnnxSignature
{
    public static ModelSignature Read(OnnxFile file, bool wholeRequests)
    {
        InferenceSession session = file.Session;
        TensorSpec[] inputs = [.. session.InputNames.Select(n => file.Spec(n, session.InputMetadata[n]) ?? throw new ModelLoadException(
            $"Input '{n}' is {file.TypeOf(n, session.InputMetadata[n])}; only tensors of numbers, booleans and strings are served."))];

        // Sequences, maps and elements that .NET does not have are not asked of the model.
        Dictionary<string, string> renamed = Renamed(session);
        (string Name, TensorSpec? Spec)[] outputs = [.. session.OutputNames.Select(n => (n, file.Spec(n, session.OutputMetadata[n], renamed.GetValueOrDefault(n))))];
        string[] leftOut = [.. outputs.Where(o => o.Spec is null).Select(o => $"{o.Name}: {file.TypeOf(o.Name, session.OutputMetadata[o.Name])}")];
        if (leftOut.Length == outputs.Length)
        {
            throw new ModelLoadException($"The model gives no tensor that is served; its outputs are: {string.Join(", ", leftOut)}.");
        }

        try
        {
            return new ModelSignature(inputs, outputs.Select(o => o.Spec).OfType<TensorSpec>(), session.ModelMetadata.CustomMetadataMap) { WholeRequests = wholeRequests, LeftOut = leftOut };
        }
        catch (ArgumentException e)
        {
            throw new ModelLoadException($"The model's signature is not usable: {e.Message}", e);
        }
    }

    /// <summary>Answers whose name a column of the model has already: what the graph calls them, and what they are.</summary>
    private static Dictionary<string, string> Renamed(InferenceSession session)
    {
        if (!session.ModelMetadata.CustomMetadataMap.TryGetValue(ModelKeys.Answers, out string? json))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString() is { Length: > 0 } name ? name : throw new InvalidOperationException("empty"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new ModelLoadException($"Metadata '{ModelKeys.Answers}' must be a JSON object of names; it is '{json}'.", e);
        }
    }
}
