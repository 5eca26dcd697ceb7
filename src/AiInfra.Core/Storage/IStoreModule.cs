namespace AiInfra.Core.Storage;

/// <summary>Tables of a room's own in the host's store, with a version of their own. Register it with <c>AddStoreModule</c>, or give it to a store's options; its stores are then found by <c>ICatalog.GetStore</c>.</summary>
/// <remarks>Every store opens a module once, at its own start: it runs the scripts that are missing, in one transaction, one process at a time, and refuses tables of a version that the module does not know.</remarks>
public interface IStoreModule
{
    /// <summary>Its name, under which the store keeps its version: small letters, digits and dashes. Tables begin with it (<c>alarms</c>, <c>alarms_history</c>), so that no two modules meet.</summary>
    string Name { get; }

    /// <summary>The scripts that make the tables, the oldest first; empty for a dialect that the module does not speak.</summary>
    /// <param name="dialect">A name of <see cref="StoreDialect"/>.</param>
    IReadOnlyList<SchemaScript> Scripts(string dialect);

    /// <summary>Makes the objects that read and write the tables. <c>ICatalog.GetStore</c> finds each by every type it is.</summary>
    /// <remarks>
    /// Called before the tables are there: only keep the database. A store that is an <see cref="Artifacts.IArtifactRoots"/> is asked by the garbage collection of artifacts,
    /// one that is an <see cref="IPrunable"/> takes part in retention.
    /// </remarks>
    /// <param name="database">Reads and writes the tables.</param>
    IReadOnlyList<object> CreateStores(IStoreDatabase database);
}
