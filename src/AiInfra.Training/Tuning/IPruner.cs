namespace AiInfra.Training.Tuning;

/// <summary>Says which trials are not worth going on with. Write one for a rule of your own; it is called by one thread at a time, after the trial has reported a value. A pruner belongs to one study.</summary>
public interface IPruner
{
    /// <summary>Whether a trial should end now.</summary>
    /// <param name="history">What is known, with the trial's own reports.</param>
    /// <param name="trial">The trial; it has reported at least one value.</param>
    bool ShouldPrune(StudyHistory history, HistoryTrial trial);
}
