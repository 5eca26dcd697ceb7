using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Folders;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Names a folder of files as an ingestion's source.</summary>
public static class FolderIngestionBuilderExtensions
{
    /// <summary>Reads all files of a folder; with <see cref="IngestionBuilder{T}.Continue"/> a run reads those that are new.</summary>
    /// <param name="builder">The ingestion.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">Which files: "*.csv".</param>
    /// <param name="open">Makes the source of one file, given its path.</param>
    /// <param name="configure">Folders inside, and the order.</param>
    public static IngestionBuilder<T> Folder<T>(this IngestionBuilder<T> builder, string folder, string pattern, Func<string, IRowSource> open, Action<FolderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new FolderOptions();
        configure?.Invoke(options);
        return builder.From(new FolderSource(folder, pattern, open, options));
    }
}
