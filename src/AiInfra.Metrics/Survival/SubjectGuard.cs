namespace AiInfra.Metrics.Survival;

/// <summary>Checks of subjects' times, each naming the first index that is wrong.</summary>
internal static class SubjectGuard
{
    public static void Check(ReadOnlySpan<double> times, ReadOnlySpan<bool> events)
    {
        if (times.Length != events.Length)
        {
            throw new ArgumentException($"There are {times.Length} times but {events.Length} events.", nameof(events));
        }

        if (times.IsEmpty)
        {
            throw new ArgumentException("There is no subject; at least one is needed.", nameof(times));
        }

        for (int i = 0; i < times.Length; i++)
        {
            Time(times[i], i);
        }
    }

    public static void Time(double time, long subject)
    {
        if (!(time >= 0) || double.IsInfinity(time))
        {
            throw new ArgumentException($"The time of subject {subject} is {time}; a finite number, zero or more, is needed.", nameof(time));
        }
    }
}
