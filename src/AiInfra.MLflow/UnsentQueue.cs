namespace AiInfra.MLflow;

/// <summary>Calls in the order they came: first what earlier processes left, then those in memory, then those on disk. Once one went to disk all go there, until it is empty again.</summary>
internal sealed class UnsentQueue(MlflowOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<LogEntry> _memory = new();
    private readonly Queue<UnsentFile> _left = new(UnsentFile.Left(options.Folder!));
    private readonly SemaphoreSlim _signal = new(0);
    private UnsentFile? _file;
    private LogEntry? _taken;
    private long _onDisk;
    private long _dropped;

    public (long Memory, long OnDisk, long Dropped) Counts
    {
        get
        {
            lock (_gate)
            {
                return (_memory.Count + (_taken is null ? 0 : 1), _onDisk, _dropped);
            }
        }
    }

    /// <summary>Takes a call; never waits for the server.</summary>
    /// <returns>Why it was dropped; null where it was not.</returns>
    public string? Add(LogEntry entry)
    {
        lock (_gate)
        {
            if (_onDisk == 0 && _memory.Count < options.Capacity)
            {
                _memory.Enqueue(entry);
            }
            else if (Spill(entry) is { } why)
            {
                _dropped++;
                return why;
            }
        }

        _signal.Release();
        return null;
    }

    /// <summary>Waits until there may be something to take, or a time has passed.</summary>
    public Task WaitAsync(TimeSpan most, CancellationToken cancellationToken) => _signal.WaitAsync(most, cancellationToken);

    /// <summary>The next call, which stays first until <see cref="Done"/>. Metrics of one run that wait behind each other are one call, up to a batch.</summary>
    public LogEntry? Peek(int mostPoints)
    {
        lock (_gate)
        {
            if (_taken is null)
            {
                _taken = Next();
                while (_taken is { Metrics: { } points } && IsOnlyMetrics(_taken) && _left.Count == 0 && _memory.TryPeek(out LogEntry? next) && next.Run == _taken.Run && next.Metrics is { } more && IsOnlyMetrics(next) && points.Count + more.Count <= mostPoints)
                {
                    _memory.Dequeue();
                    points.AddRange(more);
                }
            }

            return _taken;
        }
    }

    public void Done()
    {
        lock (_gate)
        {
            _taken = null;
        }
    }

    /// <summary>Writes what is in memory to disk, in order, before what is there.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            LogEntry[] rest = [.. _taken is null ? [] : new[] { _taken }, .. _memory];
            if (rest.Length > 0)
            {
                // What waits on disk came later than what waits in memory: a file of its own, made earlier by name and time than any after it.
                var behind = new List<LogEntry>();
                while (_file?.Next() is { } entry)
                {
                    behind.Add(entry);
                }

                _file?.Clear();
                _memory.Clear();
                foreach (LogEntry entry in rest.Concat(behind))
                {
                    if (Spill(entry) is not null)
                    {
                        _dropped++;
                    }
                }
            }
            else if (_file is not null && _file.Bytes == 0)
            {
                _file.Clear();
            }

            _file?.Dispose();
            foreach (UnsentFile file in _left)
            {
                file.Dispose();
            }

            _signal.Dispose();
        }
    }

    private static bool IsOnlyMetrics(LogEntry e) => e is { Parameters: null, Tags: null, Files: null, Inputs: null, Status: null };

    private LogEntry? Next()
    {
        while (_left.TryPeek(out UnsentFile? left))
        {
            if (left.Next() is { } entry)
            {
                return entry;
            }

            _dropped += left.Damaged;
            left.Clear();
            left.Dispose();
            _left.Dequeue();
        }

        if (_memory.TryDequeue(out LogEntry? first))
        {
            return first;
        }

        if (_onDisk > 0 && _file?.Next() is { } spilled)
        {
            _onDisk--;
            return spilled;
        }

        _onDisk = 0;
        _file?.Clear();
        return null;
    }

    private string? Spill(LogEntry entry)
    {
        try
        {
            _file ??= UnsentFile.Create(options.Folder!);
            if (_file.Bytes > options.MaxFolderBytes)
            {
                return $"{options.MaxFolderBytes} bytes wait already";
            }

            _file.Append(entry);
            _onDisk++;
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
