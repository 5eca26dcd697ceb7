using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning;

/// <summary>Chooses the parameters of trials. Write one to search by a rule of your own; it is called by one thread at a time.</summary>
public interface ISampler
{
    /// <summary>Values, as their ranges keep them, for parameters that are chosen together before the trial begins. What is not named is asked of <see cref="Draw"/> when the trial asks for it; what is named and never asked for is not used.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="trial">Number of the trial that begins.</param>
    IReadOnlyDictionary<string, double> Propose(StudyHistory history, int trial);

    /// <summary>A value, as the range keeps it, of one parameter that <see cref="Propose"/> did not name.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="trial">The trial that asks.</param>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="range">Its range.</param>
    double Draw(StudyHistory history, HistoryTrial trial, string name, ParameterRange range);

    /// <summary>How many trials there are to make in all, as with a grid; null for no bound.</summary>
    /// <param name="history">What is known.</param>
    int? MostTrials(StudyHistory history) => null;
}
