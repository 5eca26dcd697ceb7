using AiInfra.Trees.Native;

namespace AiInfra.Trees.Models;

/// <summary>A training that others' rows judge tree by tree. Owns its rows and its trees.</summary>
internal sealed class BoostingTrial : IDisposable
{
    private readonly LightGbmDataset _learned;
    private readonly LightGbmDataset _judging;
    private readonly Booster _booster;
    private readonly int _figures;
    private bool _grows = true;

    public BoostingTrial(LightGbmDataset learned, LightGbmDataset judging, string parameters)
    {
        (_learned, _judging) = (learned, judging);
        _booster = Booster.Create(learned, parameters);
        _booster.Judge(judging);
        string[] figures = _booster.Figures();
        (_figures, Figure) = (figures.Length, figures[0]);
    }

    /// <summary>What judges, in LightGBM's words.</summary>
    public string Figure { get; }

    public int LearnedRows => _learned.Rows;

    public int JudgingRows => _judging.Rows;

    /// <summary>The figure of the rows that judge, after the last tree.</summary>
    public double Judgement { get; private set; }

    /// <summary>Grows a tree, while there is something to split.</summary>
    public bool Grow()
    {
        if (_grows)
        {
            _grows = _booster.Grow();
            Judgement = _booster.Judgement(1, _figures)[0];
        }

        return _grows;
    }

    public double TrainingFigure() => _booster.Judgement(0, _figures)[0];

    public void Dispose()
    {
        _booster.Dispose();
        _learned.Dispose();
        _judging.Dispose();
    }
}
