namespace AiInfra.Serving.Runtimes;

/// <summary>Counts who is inside; once closed nobody enters, and when the last has left the end is announced once.</summary>
internal sealed class UseCount(Action atEnd)
{
    private const long Closed = 1L << 62;
    private const long Ended = 1L << 61;
    private long _state;

    /// <summary>How many are inside.</summary>
    public long Inside => Interlocked.Read(ref _state) & ~(Closed | Ended);

    public bool IsClosed => (Interlocked.Read(ref _state) & Closed) != 0;

    public bool TryEnter()
    {
        if ((Interlocked.Increment(ref _state) & Closed) == 0)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave(int count = 1)
    {
        if (Interlocked.Add(ref _state, -count) == Closed)
        {
            End();
        }
    }

    public void Close()
    {
        if (Interlocked.Or(ref _state, Closed) == 0)
        {
            End();
        }
    }

    private void End()
    {
        // Late callers of TryEnter may pass through zero again; the end happens once.
        if (Interlocked.CompareExchange(ref _state, Closed | Ended, Closed) == Closed)
        {
            atEnd();
        }
    }
}
