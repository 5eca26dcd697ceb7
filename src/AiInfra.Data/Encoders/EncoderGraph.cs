using AiInfra.Core.Rows;
using AiInfra.Onnx;

namespace AiInfra.Data.Encoders;

/// <summary>Writes an encoder as nodes of a graph. Columns are joined first and computed as vectors, so that a row costs few nodes.</summary>
internal sealed class EncoderGraph(OnnxGraphBuilder graph, EncoderLayout layout, ColumnPlan[] plans)
{
    private readonly OnnxValue[] _inputs = new OnnxValue[plans.Length];
    private OnnxValue _numbers;
    private OnnxValue _encoded;

    // Tables of texts beyond this cost more memory than a look-up for each column costs time.
    private const int MostTable = 1 << 16;

    public EncodedInputs Append()
    {
        Inputs();
        using IDisposable scope = graph.Scope("encode");
        var dense = new List<OnnxValue>();
        if (layout.Numbers.Length > 0)
        {
            Numbers(dense);
        }

        if (layout.Circles.Length > 0)
        {
            dense.Add(Circles());
        }

        OnnxValue indices = default;
        if (layout.Codes.Length > 0)
        {
            dense.Add(Codes());
        }

        if (layout.Ranks.Length > 0)
        {
            dense.Add(Ranks());
        }

        if (layout.Categories.Length > 0)
        {
            OnnxValue buckets = Joined(Buckets(), "buckets");
            OneHot(dense, buckets);
            indices = Indices(buckets);
        }

        var texts = new TextGraph(graph);
        dense.AddRange(layout.Texts.Select(t => texts.Append(_inputs[t.Column], t.Plan)));

        // Networks take a dense input, were it of no width.
        OnnxValue all = dense.Count switch
        {
            0 => graph.Cast(graph.Slice(indices, 0, 0, 1), OnnxElementType.Float, "no_dense"),
            1 => dense[0],
            _ => graph.Concat([.. dense], 1, "dense"),
        };
        return new EncodedInputs(_inputs, all, indices);
    }

    /// <summary>All features in doubles: the dense ones, then the indices. Numbers are not rounded to floats nor cut to their ends, for whoever asks whether they are above something can ask so that it comes to the same; that saves a row the nodes.</summary>
    public OnnxValue AppendUnrounded()
    {
        Inputs();
        using IDisposable scope = graph.Scope("encode");
        var features = new List<OnnxValue>(layout.Numbers.Select(n => n.Plan.Kind == ValueKind.Instant ? Linear(_inputs[n.Column]) : _inputs[n.Column]));
        NumberPlan[] numbers = [.. layout.Numbers.Select(n => n.Plan)];
        if (!numbers.All(n => n is { Offset: 0, Factor: 1 }))
        {
            features = [Shifted(Joined(features, "numbers"), numbers)];
        }

        if (layout.Circles.Length > 0)
        {
            features.Add(Circles(rounded: false));
        }

        var texts = new TextGraph(graph);
        features.AddRange(layout.Texts.Select(t => graph.Cast(texts.Append(_inputs[t.Column], t.Plan), OnnxElementType.Double)));
        if (layout.Categories.Length > 0)
        {
            features.AddRange(Buckets(doubles: true));
        }

        return Joined(features, "features");
    }

    private void Inputs()
    {
        for (int i = 0; i < plans.Length; i++)
        {
            OnnxElementType type = plans[i].Kind switch
            {
                ValueKind.Text => OnnxElementType.String,
                ValueKind.Instant => OnnxElementType.Int64,
                _ => OnnxElementType.Double,
            };
            _inputs[i] = graph.Input(plans[i].Name, type, ["batch", 1]);
        }
    }

    private OnnxValue Shifted(OnnxValue x, NumberPlan[] numbers) =>
        graph.Mul(graph.Sub(x, Vector("offset", numbers, n => n.Offset)), Vector("factor", numbers, n => n.Factor), "standardised");

    private void Numbers(List<OnnxValue> dense)
    {
        NumberPlan[] numbers = [.. layout.Numbers.Select(n => n.Plan)];
        OnnxValue x = Joined(layout.Numbers.Select(n => n.Plan.Kind == ValueKind.Instant ? Linear(_inputs[n.Column]) : _inputs[n.Column]), "numbers");
        _numbers = x;
        OnnxValue missing = default;
        if (!numbers.All(n => n.KeepMissing))
        {
            missing = graph.IsNaN(x, "missing");
            OnnxValue stands = Vector("impute", numbers, n => n.KeepMissing ? double.NaN : n.Impute);
            x = graph.Where(missing, stands, x, "imputed");
        }

        if (numbers.Any(n => n.Log))
        {
            OnnxValue log = graph.Mul(graph.Sign(x), graph.Log(graph.Add(graph.Abs(x), graph.Constant(1.0, "one"))), "signed_log");
            x = numbers.All(n => n.Log) ? log : graph.Where(graph.Initializer<bool>("heavy_tailed", [.. numbers.Select(n => n.Log)], 1, numbers.Length), log, x);
        }

        if (!numbers.All(n => n is { Offset: 0, Factor: 1 }))
        {
            x = Shifted(x, numbers);
        }

        x = graph.Min(graph.Max(x, Vector("low", numbers, n => n.Low)), Vector("high", numbers, n => n.High), "clipped");
        _encoded = x;
        dense.Add(graph.Cast(x, OnnxElementType.Float));
        if (layout.Indicators.Length > 0)
        {
            OnnxValue flags = graph.Cast(missing, OnnxElementType.Float);
            dense.Add(Chosen(flags, layout.Indicators, layout.Numbers.Length, "is_missing"));
        }
    }

    /// <summary>The steps of <see cref="RankCurve.Score"/>, all columns and segments at once; shorter curves are filled up with segments that rise nothing.</summary>
    private OnnxValue Ranks()
    {
        RankCurve[] curves = [.. layout.Ranks.Select(i => layout.Numbers[i].Plan.Rank!)];
        OnnxValue z = graph.Unsqueeze(Chosen(_encoded, layout.Ranks, layout.Numbers.Length, "ranked"), [2]);
        OnnxValue beyond = graph.Max(graph.Sub(z, Cube("knots", curves, c => c.Knots[..^1])), graph.Constant(0.0, "start"));
        OnnxValue inside = graph.Min(beyond, Cube("widths", curves, c => c.Widths));
        OnnxValue risen = graph.ReduceSum(graph.Mul(inside, Cube("slopes", curves, c => c.Slopes)), [2], keepDims: false);
        return graph.Cast(graph.Add(risen, graph.Initializer<double>("lowest", [.. curves.Select(c => c.Scores[0])], 1, curves.Length)), OnnxElementType.Float, "rank");
    }

    private OnnxValue Cube(string name, RankCurve[] curves, Func<RankCurve, double[]> values) => graph.Initializer<double>(
        name, [.. curves.SelectMany(c => values(c).Concat(new double[RankCurve.Segments - values(c).Length]))], 1, curves.Length, RankCurve.Segments);

    /// <summary>NaN equals nothing: where a code is missing, all its columns are 0.</summary>
    private OnnxValue Codes()
    {
        OnnxValue spread = Chosen(_numbers, [.. layout.Codes.Select(c => c.Number)], layout.Numbers.Length, "code");
        OnnxValue wanted = graph.Initializer<double>("codes", [.. layout.Codes.Select(c => c.Code)], 1, layout.Codes.Length);
        return graph.Cast(graph.Equal(spread, wanted), OnnxElementType.Float, "is_code");
    }

    private OnnxValue Linear(OnnxValue time) => graph.Where(
        graph.Equal(time, graph.Constant(Time.Missing, "no_time")),
        graph.Constant(double.NaN, "nan"),
        graph.Cast(time, OnnxElementType.Double),
        "linear_time");

    private OnnxValue Circles(bool rounded = true)
    {
        int count = layout.Circles.Length;
        OnnxValue time = Joined(layout.Circles.Select(c => _inputs[c.Column]), "times");
        OnnxValue missing = graph.Equal(time, graph.Constant(Time.Missing, "no_time"));
        OnnxValue shifted = graph.Add(time, graph.Initializer<long>("shift", [.. layout.Circles.Select(c => c.Shift)], 1, count));
        OnnxValue rest = graph.Mod(shifted, graph.Initializer<long>("period", [.. layout.Circles.Select(c => c.Period)], 1, count));
        OnnxValue angle = graph.Mul(
            graph.Cast(rest, OnnxElementType.Double),
            graph.Initializer<double>("radians", [.. layout.Circles.Select(c => layout.PlainTimes ? Time.PartFactor(c.Period) : 2 * Math.PI / c.Period)], 1, count),
            "angle");
        if (layout.PlainTimes)
        {
            return rounded
                ? graph.Where(missing, graph.Constant(float.NaN, "nan"), graph.Cast(angle, OnnxElementType.Float), "parts")
                : graph.Where(missing, graph.Constant(double.NaN, "nan"), angle, "parts");
        }

        // A cosine is a sine a quarter later; one operator serves both.
        OnnxValue both = graph.Concat([angle, graph.Add(angle, graph.Constant(Math.PI / 2, "quarter"))], 1);
        OnnxValue sines = graph.Cast(graph.Node("Sin", [both]), OnnxElementType.Float);
        return graph.Where(graph.Concat([missing, missing], 1), graph.Constant(0f, "zero"), sines, "circles");
    }

    /// <summary>The bucket of each category, in their order: values of one column or of several, as int64 or as doubles.</summary>
    private OnnxValue[] Buckets(bool doubles = false)
    {
        (int Column, CategoryPlan Plan)[] categories = layout.Categories;
        CategoryPlan[] texts = [.. categories.Where(c => c.Plan.Kind == ValueKind.Text).Select(c => c.Plan)];
        if (texts.Length == categories.Length && texts.Length > 1)
        {
            string[] all = [.. texts.SelectMany(c => c.Values).Append("").Distinct(StringComparer.Ordinal)];
            if ((long)all.Length * texts.Length <= MostTable)
            {
                return [Table(texts, all, doubles)];
            }
        }

        OnnxValue[] keys = NumberKeys([.. categories.Where(c => c.Plan.Kind != ValueKind.Text).Select(c => _inputs[c.Column])]);
        int key = 0;
        OnnxValue[] buckets = [.. categories.Select(c =>
        {
            long[] values = [.. c.Plan.BucketOf.Select(b => (long)b), c.Plan.MissingBucket];
            return c.Plan.Kind == ValueKind.Text
                ? graph.LabelEncoder(_inputs[c.Column], [.. c.Plan.Values, ""], values, 0, c.Plan.Name + "_bucket")
                : graph.LabelEncoder(keys[key++], [.. c.Plan.Values.Select(VocabularyKey.Parse), VocabularyKey.Missing], values, 0, c.Plan.Name + "_bucket");
        })];
        return doubles ? [graph.Cast(Joined(buckets, "buckets"), OnnxElementType.Double)] : buckets;
    }

    /// <summary>The buckets of all columns by one look-up: a text's number among all texts, and a table of what that text is in each column. A row of few nodes is answered sooner.</summary>
    private OnnxValue Table(CategoryPlan[] plans, string[] texts, bool doubles)
    {
        // Text 0 is one that no column knows.
        var numbers = new Dictionary<string, int>(texts.Select((t, i) => KeyValuePair.Create(t, i + 1)), StringComparer.Ordinal);
        int size = texts.Length + 1;
        var table = new long[size * plans.Length];
        for (int c = 0; c < plans.Length; c++)
        {
            table[(c * size) + numbers[""]] = plans[c].MissingBucket;
            for (int i = 0; i < plans[c].Values.Length; i++)
            {
                table[(c * size) + numbers[plans[c].Values[i]]] = plans[c].BucketOf[i];
            }
        }

        OnnxValue number = graph.LabelEncoder(Joined(layout.Categories.Select(c => _inputs[c.Column]), "texts"), texts, [.. Enumerable.Range(1, texts.Length).Select(i => (long)i)], 0, "text");
        OnnxValue place = graph.Add(number, graph.Initializer<long>("columns", [.. Enumerable.Range(0, plans.Length).Select(c => (long)c * size)], 1, plans.Length));
        OnnxValue of = doubles ? graph.Initializer<double>("bucket_of", [.. table.Select(b => (double)b)], table.Length) : graph.Initializer<long>("bucket_of", table, table.Length);
        return graph.Gather(of, place, name: "buckets");
    }

    /// <summary>Whole numbers as int64 keys; the steps of <see cref="VocabularyKey.Of"/>.</summary>
    private OnnxValue[] NumberKeys(OnnxValue[] inputs)
    {
        if (inputs.Length == 0)
        {
            return [];
        }

        OnnxValue x = Joined(inputs, "codes");
        OnnxValue limit = graph.Constant(VocabularyKey.Limit, "limit");
        OnnxValue clipped = graph.Max(graph.Min(x, limit), graph.Constant(-VocabularyKey.Limit, "minus_limit"));
        OnnxValue whole = graph.Where(graph.Equal(graph.Floor(clipped), clipped), clipped, limit);
        OnnxValue known = graph.Where(graph.IsNaN(x), graph.Constant((double)VocabularyKey.Missing, "no_code"), whole);
        OnnxValue keys = graph.Cast(known, OnnxElementType.Int64, "keys");
        return inputs.Length == 1 ? [keys] : graph.Split(keys, Enumerable.Repeat(1L, inputs.Length).ToArray(), 1, "key");
    }

    private void OneHot(List<OnnxValue> dense, OnnxValue buckets)
    {
        var columns = new List<int>();
        var wanted = new List<long>();
        for (int i = 0; i < layout.Categories.Length; i++)
        {
            CategoryPlan plan = layout.Categories[i].Plan;
            for (int bucket = plan.FirstDense; plan.OneHot && bucket < plan.Buckets.Length; bucket++)
            {
                columns.Add(i);
                wanted.Add(bucket);
            }
        }

        if (columns.Count > 0)
        {
            OnnxValue spread = Chosen(buckets, [.. columns], layout.Categories.Length, "spread");
            dense.Add(graph.Cast(graph.Equal(spread, graph.Initializer<long>("wanted", [.. wanted], 1, wanted.Count)), OnnxElementType.Float, "one_hot"));
        }
    }

    private OnnxValue Indices(OnnxValue buckets)
    {
        int[] columns = [.. Enumerable.Range(0, layout.Categories.Length).Where(i => !layout.Categories[i].Plan.OneHot)];
        return columns.Length == 0 ? default : Chosen(buckets, columns, layout.Categories.Length, "indices");
    }

    private OnnxValue Chosen(OnnxValue x, int[] columns, int of, string name) =>
        columns.SequenceEqual(Enumerable.Range(0, of)) ? x : graph.Gather(x, graph.Initializer<long>(name + "_columns", [.. columns.Select(c => (long)c)]), 1, name);

    private OnnxValue Joined(IEnumerable<OnnxValue> values, string name)
    {
        OnnxValue[] all = [.. values];
        return all.Length == 1 ? all[0] : graph.Concat(all, 1, name);
    }

    private OnnxValue Vector(string name, NumberPlan[] numbers, Func<NumberPlan, double> value) =>
        graph.Initializer<double>(name, [.. numbers.Select(value)], 1, numbers.Length);
}
