namespace AiInfra.Core.Storage;

/// <summary>Shorter ways to say what a module's store often says.</summary>
public static class StoreDatabaseExtensions
{
    /// <summary>Does work in one transaction that answers nothing.</summary>
    public static Task WriteAsync(this IStoreDatabase database, Action<IStoreSession> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(write);
        return database.WriteAsync(
            session =>
            {
                write(session);
                return true;
            },
            cancellationToken);
    }
}
