namespace AiInfra.MLflow;

/// <summary>Calls in the order they came, on disk until the server took them, so that a process that is killed loses none: first what earlier processes left, then this one's.</summary>
internal sealed class UnsentQueue : IDisposable
{
    private const int Parts = 8;
    private const int SmallestFile = 4 << 10;
    private const int LargestFile = 4 << 20;
    private readonly MlflowOptions _options;
    private readonly long _fileBytes;
    private readonly Guid _process = Guid.CreateVersion7();
    private readonly Lock _gate = new();
    private readonly Queue<UnsentFile> _files;
    private readonly SemaphoreSlim _signal = new(0);
    private UnsentFile? _last;
    private int _number;
    private LogEntry? _taken;
    private LogEntry? _ahead;
    private int _takenOwn;
    private bool _isAheadOwn;
    private long _bytes;
    private long _waiting;
    private long _dropped;

    public UnsentQueue(MlflowOptions options)
    {
        _options = options;
        _fileBytes = Math.Clamp(options.MaxFolderBytes / Parts, SmallestFile, LargestFile);
        _files = new Queue<UnsentFile>(UnsentFile.Left(options.Folder!));
    }

    public (long Waiting, long Dropped) Counts
    {
        get
        {
            lock (_gate)
            {
                return (_waiting, _dropped);
            }
        }
    }

    /// <summary>Takes a call; never waits for the server.</summary>
    /// <returns>Why it was dropped; null where it was not.</returns>
    public string? Add(LogEntry entry)
    {
        lock (_gate)
        {
            if (Append(entry) is { } why)
            {
                _dropped++;
                return why;
            }

            _waiting++;
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
            if (_taken is not null)
            {
                return _taken;
            }

            (_taken, bool isOwn) = _ahead is null ? Next() : (_ahead, _isAheadOwn);
            _takenOwn = isOwn ? 1 : 0;
            _ahead = null;

            // Within one file: what was taken lies there until all of the file is done.
            while (_taken is { Metrics: { } points } && IsOnlyMetrics(_taken) && _files.TryPeek(out UnsentFile? file) && file.Next() is { } next)
            {
                if (next.Run != _taken.Run || next.Metrics is not { } more || !IsOnlyMetrics(next) || points.Count + more.Count > mostPoints)
                {
                    (_ahead, _isAheadOwn) = (next, file.IsOwn);
                    break;
                }

                points.AddRange(more);
                _takenOwn += file.IsOwn ? 1 : 0;
            }

            return _taken;
        }
    }

    public void Done()
    {
        lock (_gate)
        {
            _waiting -= _takenOwn;
            _taken = null;
        }
    }

    /// <summary>Closes the files; what they hold is the next process's.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_taken is null && _ahead is null)
            {
                (_ahead, _isAheadOwn) = Next();
            }

            foreach (UnsentFile file in _files)
            {
                file.Dispose();
            }

            _files.Clear();
            _last = null;
            _signal.Dispose();
        }
    }

    private static bool IsOnlyMetrics(LogEntry e) => e is { Parameters: null, Tags: null, Files: null, Inputs: null, Status: null };

    /// <summary>The next call of the files; those that are done are emptied or go.</summary>
    private (LogEntry? Entry, bool IsOwn) Next()
    {
        while (_files.TryPeek(out UnsentFile? file))
        {
            if (file.Next() is { } entry)
            {
                return (entry, file.IsOwn);
            }

            _dropped += file.Damaged;
            _bytes -= file.IsOwn ? file.Length : 0;
            file.Clear();
            if (file == _last)
            {
                break;
            }

            file.Dispose();
            _files.Dequeue();
        }

        return (null, false);
    }

    private string? Append(LogEntry entry)
    {
        try
        {
            if (_bytes > _options.MaxFolderBytes)
            {
                return $"{_options.MaxFolderBytes} bytes wait already";
            }

            if (_last is null || _last.Length > _fileBytes)
            {
                _last = UnsentFile.Create(_options.Folder!, $"{_process:N}-{++_number:D9}");
                _files.Enqueue(_last);
            }

            _bytes += _last.Append(entry);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
