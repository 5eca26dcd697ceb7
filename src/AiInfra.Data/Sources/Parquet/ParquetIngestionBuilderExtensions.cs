using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Parquet;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names a Parquet file as an ingestion's source.</summary>
public static class ParquetIngestionBuilderExtensions
{
    /// <summary>Reads a Parquet file.</summary>
    /// <param name="builder">The ingestion.</param>
    /// <param name="path">The file.</param>
    /// <param name="configure">Which columns.</param>
    public static IngestionBuilder<T> Parquet<T>(this IngestionBuilder<T> builder, string path, Action<ParquetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new ParquetOptions();
        configure?.Invoke(options);
        return builder.From(new ParquetSource(path, options));
    }
}
