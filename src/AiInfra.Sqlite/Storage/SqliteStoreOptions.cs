using AiInfra.Core.Storage;

namespace AiInfra.Sqlite.Storage;

/// <summary>How a SQLite store is opened.</summary>
public sealed class SqliteStoreOptions : ICheckedOptions
{
    /// <summary>How long to wait for another process that is writing, before <see cref="SqliteStoreException"/>.</summary>
    /// <value>60 seconds; at least one.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether the store is only read, as by a host that only serves from a read-only volume. It must be there, with this package's schema, and must have been closed; every change fails.</summary>
    /// <value>False.</value>
    public bool ReadOnly { get; set; }

    /// <summary>Tables of others in this store. A host adds them with <c>AddStoreModule</c>.</summary>
    /// <value>Empty; the catalog, the prediction log and the pipeline ledger are always there.</value>
    public IList<IStoreModule> Modules { get; } = [];

    /// <summary>Whether a change is on disk when its call returns. Off, a power cut may take back the last changes (never half of one); a killed process loses nothing either way.</summary>
    /// <value>True.</value>
    public bool SurvivesPowerCut { get; set; } = true;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(BusyTimeout, TimeSpan.FromSeconds(1));
}
