namespace AiInfra.Core.Storage;

/// <summary>Reads and writes a module's tables in whichever store the host chose: in its transactions, on its threads. Safe for many threads.</summary>
public interface IStoreDatabase
{
    /// <summary>Which SQL it speaks: a name of <see cref="StoreDialect"/>.</summary>
    string Dialect { get; }

    /// <summary>The store's clock.</summary>
    TimeProvider Time { get; }

    /// <summary>Reads one state of the store, however many statements that takes.</summary>
    /// <param name="read">Reads; it gets a session for as long as it runs, and changes nothing.</param>
    /// <param name="cancellationToken">Cancels until the reading has begun.</param>
    /// <exception cref="ArgumentException">The work is asynchronous: it would go on when the transaction has ended.</exception>
    Task<T> ReadAsync<T>(Func<IStoreSession, T> read, CancellationToken cancellationToken = default);

    /// <summary>Does work in one transaction, when its turn has come: all of it, on disk when the task completes, or, when it throws, nothing.</summary>
    /// <param name="write">Reads and writes; it gets a session for as long as it runs. Keep it short: other changes wait meanwhile.</param>
    /// <param name="cancellationToken">Cancels until the work has begun.</param>
    /// <exception cref="ArgumentException">The work is asynchronous: it would go on when the transaction has ended.</exception>
    Task<T> WriteAsync<T>(Func<IStoreSession, T> write, CancellationToken cancellationToken = default);
}
