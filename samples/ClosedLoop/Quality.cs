using AiInfra.Core.Rows;

namespace ClosedLoop;

/// <summary>Quality of one contestant row by row as the stream goes by: accuracy for classes, mean absolute error for numbers.</summary>
internal sealed class Quality(ModelTask task)
{
    private readonly List<double> _losses = [];

    public int Count => _losses.Count;

    /// <summary>Over all rows.</summary>
    public double Overall => Figure(_losses.Count == 0 ? double.NaN : _losses.Average());

    public double Newest(int rows) => Window(_losses.Count, rows);

    /// <summary>Over the rows that end at a position.</summary>
    public double Window(int end, int rows)
    {
        end = Math.Min(end, Count);
        int from = Math.Max(0, end - rows);
        double sum = 0;
        for (int i = from; i < end; i++)
        {
            sum += _losses[i];
        }

        return end == from ? double.NaN : Figure(sum / (end - from));
    }

    public void Add(Value answer, Value truth)
    {
        if (truth.IsMissing)
        {
            return;
        }

        _losses.Add(task == ModelTask.Regression
            ? Math.Abs(answer.AsNumber() - truth.AsNumber())
            : answer.AsText() == truth.AsText() ? 0 : 1);
    }

    private double Figure(double loss) => task == ModelTask.Regression ? loss : 1 - loss;
}
