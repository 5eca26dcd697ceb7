namespace AiInfra.Training.Tuning;

/// <summary>Finished trials that have a parameter.</summary>
internal sealed class ParameterTrials
{
    /// <summary>So many are kept in order; nobody asks for more of them, and keeping all would cost more with every trial.</summary>
    public const int MostRanked = 1000;

    private readonly List<HistoryTrial> _ranked = [];
    private readonly List<HistoryTrial> _ended = [];

    public static ParameterTrials None { get; } = new();

    /// <summary>The first in the order of <see cref="StudyHistory.Finished"/>, at most <see cref="MostRanked"/>.</summary>
    public IReadOnlyList<HistoryTrial> Ranked => _ranked;

    /// <summary>In the order in which they ended.</summary>
    public IReadOnlyList<HistoryTrial> Ended => _ended;

    public void Add(HistoryTrial trial, IComparer<HistoryTrial> order)
    {
        if (_ranked.Count < MostRanked || order.Compare(trial, _ranked[^1]) < 0)
        {
            Insert(_ranked, trial, order);
            if (_ranked.Count > MostRanked)
            {
                _ranked.RemoveAt(MostRanked);
            }
        }

        _ended.Add(trial);
    }

    public static void Insert(List<HistoryTrial> ranked, HistoryTrial trial, IComparer<HistoryTrial> order)
    {
        int place = ranked.BinarySearch(trial, order);
        ranked.Insert(place < 0 ? ~place : place, trial);
    }
}
