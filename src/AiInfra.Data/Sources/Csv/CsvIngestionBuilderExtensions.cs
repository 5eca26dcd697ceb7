using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names a file of delimited text as an ingestion's source.</summary>
public static class CsvIngestionBuilderExtensions
{
    /// <summary>Reads delimited text.</summary>
    /// <param name="builder">The ingestion.</param>
    /// <param name="path">The file.</param>
    /// <param name="configure">What is known of it already.</param>
    public static IngestionBuilder<T> Csv<T>(this IngestionBuilder<T> builder, string path, Action<CsvOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new CsvOptions();
        configure?.Invoke(options);
        return builder.From(new CsvSource(path, options));
    }
}
