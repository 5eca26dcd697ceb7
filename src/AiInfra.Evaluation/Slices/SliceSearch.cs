namespace AiInfra.Evaluation.Slices;

/// <summary>Tests all conditions and their pairs. Losses are summed by pairs of cells of two columns, once over the rows for each pair of columns; every pair of conditions is a rectangle of cells.</summary>
internal sealed class SliceSearch(CodedColumn[] columns, double[] deviations, double[] weights, int floor, double level, double? zero)
{
    private readonly List<SliceCandidate> _tested = [];
    private LossSums _total;

    public LossSums Total => _total;

    public int BelowFloor { get; private set; }

    /// <summary>The slices tested.</summary>
    public IReadOnlyList<SliceCandidate> Run(bool pairs, CancellationToken cancellationToken)
    {
        for (int i = 0; i < deviations.Length; i++)
        {
            if (weights[i] > 0)
            {
                _total.Add(deviations[i], weights[i]);
            }
        }

        LossSums[][] singles = Array.ConvertAll(columns, c => Singles(c));
        for (int a = 0; pairs && a < columns.Length; a++)
        {
            Ranges(columns[a], singles[a]);
            for (int b = a + 1; b < columns.Length; b++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Pairs(columns[a], singles[a], columns[b], singles[b]);
            }
        }

        return _tested;
    }

    private static LossSums Rectangle(LossSums[] cells, int width, CodedColumn.Condition down, CodedColumn.Condition across)
    {
        LossSums sum = default;
        for (int r = down.From; r <= down.To; r++)
        {
            for (int c = across.From; c <= across.To; c++)
            {
                sum += cells[(r * width) + c];
            }
        }

        return sum;
    }

    // The sums of every condition of a column.
    private LossSums[] Singles(CodedColumn column)
    {
        LossSums[] cells = Cells(column);
        LossSums[] sums = Array.ConvertAll(column.Conditions, c => Rectangle(cells, column.Cells, default, c));
        for (int i = 0; i < sums.Length; i++)
        {
            if (sums[i].Rows < floor)
            {
                BelowFloor++;
            }
            else if (sums[i].Rows < _total.Rows)
            {
                _tested.Add(new(column, column.Conditions[i], null, default, sums[i], P(sums[i], _total)));
            }
        }

        return sums;
    }

    // Above one cut and up to a later one.
    private void Ranges(CodedColumn column, LossSums[] singles)
    {
        if (!column.IsOrdered)
        {
            return;
        }

        LossSums[] cells = Cells(column);
        CodedColumn.Condition[] conditions = column.Conditions;
        for (int low = 0; low < conditions.Length; low++)
        {
            for (int high = 0; high < conditions.Length; high++)
            {
                // Above a cut starts after the first cell; up to a cut starts at it.
                if (conditions[low].From > 0 && conditions[high].From == 0 && conditions[low].From <= conditions[high].To && conditions[high].To < conditions[low].To)
                {
                    Test(column, low, singles, column, high, singles, Rectangle(cells, column.Cells, default, new(conditions[low].From, conditions[high].To, "")));
                }
            }
        }
    }

    private void Pairs(CodedColumn a, LossSums[] ofA, CodedColumn b, LossSums[] ofB)
    {
        if (a.Conditions.Length == 0 || b.Conditions.Length == 0)
        {
            return;
        }

        int width = b.Cells;
        var cells = new LossSums[a.Cells * width];
        for (int i = 0; i < deviations.Length; i++)
        {
            if (weights[i] > 0)
            {
                cells[(a.Codes[i] * width) + b.Codes[i]].Add(deviations[i], weights[i]);
            }
        }

        for (int i = 0; i < a.Conditions.Length; i++)
        {
            for (int j = 0; j < b.Conditions.Length && ofA[i].Rows >= floor; j++)
            {
                if (ofB[j].Rows >= floor)
                {
                    Test(a, i, ofA, b, j, ofB, Rectangle(cells, width, a.Conditions[i], b.Conditions[j]));
                }
            }
        }
    }

    private void Test(CodedColumn a, int i, LossSums[] ofA, CodedColumn b, int j, LossSums[] ofB, LossSums both)
    {
        if (both.Rows < floor)
        {
            BelowFloor += both.Rows > 0 ? 1 : 0;
            return;
        }

        // One condition that implies the other is no slice of its own.
        if (both.Rows == ofA[i].Rows || both.Rows == ofB[j].Rows)
        {
            return;
        }

        double p = P(both, _total);
        if (p <= level)
        {
            // A pair says something only where it is worse than what either condition holds without the other.
            p = Math.Max(p, Math.Max(LossSums.PWorse(both, ofA[i] - both), LossSums.PWorse(both, ofB[j] - both)));
        }

        _tested.Add(new(a, a.Conditions[i], b, b.Conditions[j], both, p));
    }

    private double P(in LossSums part, in LossSums all)
    {
        double p = LossSums.PWorse(part, all - part);
        return zero is { } none && p <= level ? Math.Max(p, LossSums.PAbove(part, none)) : p;
    }

    private LossSums[] Cells(CodedColumn column)
    {
        var cells = new LossSums[column.Cells];
        for (int i = 0; i < deviations.Length; i++)
        {
            if (weights[i] > 0)
            {
                cells[column.Codes[i]].Add(deviations[i], weights[i]);
            }
        }

        return cells;
    }
}
