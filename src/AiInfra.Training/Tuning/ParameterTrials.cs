namespace AiInfra.Training.Tuning;

/// <summary>Finished trials that have a parameter.</summary>
internal sealed class ParameterTrials
{
    private readonly List<HistoryTrial> _ranked = [];
    private readonly List<HistoryTrial> _ended = [];

    public static ParameterTrials None { get; } = new();

    /// <summary>In the order of <see cref="StudyHistory.Finished"/>.</summary>
    public IReadOnlyList<HistoryTrial> Ranked => _ranked;

    /// <summary>In the order in which they ended.</summary>
    public IReadOnlyList<HistoryTrial> Ended => _ended;

    public void Add(HistoryTrial trial, IComparer<HistoryTrial> order)
    {
        Insert(_ranked, trial, order);
        _ended.Add(trial);
    }

    public static void Insert(List<HistoryTrial> ranked, HistoryTrial trial, IComparer<HistoryTrial> order)
    {
        int place = ranked.BinarySearch(trial, order);
        ranked.Insert(place < 0 ? ~place : place, trial);
    }
}
