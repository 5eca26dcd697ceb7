namespace AiInfra.Training.Recipes.Selection;

/// <summary>One candidate as the contest goes: what it answered, and why it is out.</summary>
internal sealed class Contestant(string name, int place)
{
    private readonly List<(RowFold Fold, double[] Answers, double[] Losses)> _judged = [];

    public string Name { get; } = name;

    /// <summary>Its place among the candidates, the plainest first.</summary>
    public int Place { get; } = place;

    /// <summary>Why it is no longer tried; null while it is.</summary>
    public string? Out { get; set; }

    /// <summary>What went wrong, where it failed.</summary>
    public Exception? Error { get; set; }

    public TimeSpan Time { get; set; }

    public IReadOnlyList<(RowFold Fold, double[] Answers, double[] Losses)> Judged => _judged;

    public void Add(RowFold fold, double[] answers, double[] losses) => _judged.Add((fold, answers, losses));

    /// <summary>Forgets a fold that not all were judged on.</summary>
    public void Forget(RowFold fold) => _judged.RemoveAll(j => j.Fold == fold);
}
