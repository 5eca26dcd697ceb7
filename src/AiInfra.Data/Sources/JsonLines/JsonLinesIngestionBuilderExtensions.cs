using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.JsonLines;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names a file of JSON objects as an ingestion's source.</summary>
public static class JsonLinesIngestionBuilderExtensions
{
    /// <summary>Reads JSON objects, one a line.</summary>
    /// <param name="builder">The ingestion.</param>
    /// <param name="path">The file.</param>
    /// <param name="configure">What is known of it already.</param>
    public static IngestionBuilder<T> JsonLines<T>(this IngestionBuilder<T> builder, string path, Action<JsonLinesOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new JsonLinesOptions();
        configure?.Invoke(options);
        return builder.From(new JsonLinesSource(path, options));
    }
}
