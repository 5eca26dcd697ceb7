namespace AiInfra.Training.Tuning;

/// <summary>
/// Trials by non-domination rank, kept as trials are added (efficient level update, Li, Deb, Zhang, Zhong 2017): whom nobody dominates is in the first front, whom only those dominate in the second, and so on.
/// A trial that violates constraints less dominates one that violates them more (Deb 2000).
/// </summary>
internal sealed class ParetoFronts
{
    private readonly List<List<HistoryTrial>> _fronts = [];

    public IReadOnlyList<List<HistoryTrial>> Fronts => _fronts;

    public static bool Dominates(HistoryTrial a, HistoryTrial b)
    {
        if (a.Violation != b.Violation)
        {
            return a.Violation < b.Violation;
        }

        if (a.Violation > 0)
        {
            return false;
        }

        bool better = false;
        for (int i = 0; i < a.Losses.Length; i++)
        {
            if (a.Losses[i] > b.Losses[i])
            {
                return false;
            }

            better |= a.Losses[i] < b.Losses[i];
        }

        return better;
    }

    public void Add(HistoryTrial trial)
    {
        int level = 0;
        while (level < _fronts.Count && _fronts[level].Exists(t => Dominates(t, trial)))
        {
            level++;
        }

        List<HistoryTrial> moving = [trial];
        while (moving.Count > 0)
        {
            if (level == _fronts.Count)
            {
                _fronts.Add(moving);
                return;
            }

            List<HistoryTrial> front = _fronts[level], pushed = [.. front.Where(t => moving.Exists(m => Dominates(m, t)))];
            if (pushed.Count == front.Count)
            {
                // All of them go down one level together.
                _fronts.Insert(level, moving);
                return;
            }

            front.RemoveAll(t => pushed.Contains(t));
            front.AddRange(moving);
            moving = pushed;
            level++;
        }
    }
}
