namespace AiInfra.Sqlite.Storage;

/// <summary>The one thread on which a store is written: changes wait here for their turn, and for other processes, and not on threads of the pool.</summary>
/// <remarks>Started by the first change. Dispose it to make the changes that wait and to end it.</remarks>
internal sealed class WriteThread(string name, TimeProvider time) : IDisposable
{
    private readonly AsyncLocal<Change?> _within = new(); // seen by what a change calls, also on other threads
    private readonly Queue<Change> _waiting = new();
    private readonly object _gate = new();
    private Thread? _thread;
    private long? _since;
    private bool _closed;

    /// <summary>For how long the change that is being made has taken so far; zero when none is.</summary>
    public TimeSpan Busy
    {
        get
        {
            lock (_gate)
            {
                return _since is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Does work when its turn has come. Cancelling takes it back only until then.</summary>
    /// <exception cref="ObjectDisposedException">The thread has ended.</exception>
    /// <exception cref="InvalidOperationException">This is called within a change.</exception>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (_within.Value is { Ended: false })
        {
            throw new InvalidOperationException($"This change of the store was asked for within another one, on the thread that makes them: whoever waits for it there waits for ever. Change everything through the session that the work was given, or ask for it when the first change has completed.");
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var change = new Change<T>(work, cancellationToken);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_thread is null)
            {
                _thread = new Thread(Work) { Name = name, IsBackground = true };
                _thread.Start();
            }

            _waiting.Enqueue(change);
            Monitor.Pulse(_gate);
        }

        return change.Result;
    }

    public void Dispose()
    {
        if (_within.Value is { Ended: false })
        {
            throw new InvalidOperationException("The store can't be closed within one of its own changes: it waits for them. Close it when the change has completed.");
        }

        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }

        _thread?.Join();
    }

    private void Work()
    {
        while (Next() is { } change)
        {
            _within.Value = change;
            try
            {
                change.Make();
            }
            finally
            {
                change.Ended = true;
                _within.Value = null;
            }
        }
    }

    private Change? Next()
    {
        lock (_gate)
        {
            _since = null;
            while (_waiting.Count == 0)
            {
                if (_closed)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }

            _since = time.GetTimestamp();
            return _waiting.Dequeue();
        }
    }

    private abstract class Change
    {
        private volatile bool _ended;

        public bool Ended
        {
            get => _ended;
            set => _ended = value;
        }

        public abstract void Make();
    }

    private sealed class Change<T> : Change
    {
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Func<T> _work;
        private readonly CancellationTokenRegistration _cancel;
        private int _begun;

        public Change(Func<T> work, CancellationToken cancellationToken)
        {
            _work = work;
            _cancel = cancellationToken.UnsafeRegister(
                static (change, token) =>
                {
                    var waiting = (Change<T>)change!;
                    if (Interlocked.Exchange(ref waiting._begun, 1) == 0)
                    {
                        waiting._result.TrySetCanceled(token);
                    }
                },
                this);
        }

        public Task<T> Result => _result.Task;

        public override void Make()
        {
            if (Interlocked.Exchange(ref _begun, 1) != 0)
            {
                return;
            }

            _cancel.Dispose();
            try
            {
                _result.SetResult(_work());
            }
            catch (Exception e)
            {
                // Whatever it is, it is the caller's to see.
                _result.SetException(e);
            }
        }
    }
}
