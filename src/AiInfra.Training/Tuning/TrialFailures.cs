using System.Runtime.ExceptionServices;

namespace AiInfra.Training.Tuning;

/// <summary>Counts failures in a row over the workers of a run, and keeps the error that ends it.</summary>
internal sealed class TrialFailures(string study, int most)
{
    private int _inARow;
    private Exception? _end;

    public void Worked() => Interlocked.Exchange(ref _inARow, 0);

    /// <summary>Counts a failed trial.</summary>
    /// <exception cref="StudyException">It was one too many.</exception>
    public void Failed(int trial, string why, Exception? error)
    {
        int count = Interlocked.Increment(ref _inARow);
        if (count >= most)
        {
            throw new StudyException($"{count} trials of the study '{study}' failed in a row, the last one, trial {trial}, with: {why} Mend the objective, or allow more by {nameof(StudyOptions.MostFailures)}. What is complete is kept.", error);
        }
    }

    /// <summary>Keeps the first error.</summary>
    public void End(Exception error) => Interlocked.CompareExchange(ref _end, error, null);

    public void ThrowIfEnded(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_end is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }
}
