using AiInfra.Onnx;

namespace AiInfra.Trees.Ensembles;

/// <summary>A gradient-boosted ensemble as it was read from LightGBM's text: it answers rows, and is written into a graph, bit for bit as LightGBM answers. Immutable; safe for many threads.</summary>
public sealed class TreeEnsemble
{
    internal TreeEnsemble(Tree[] trees, int features, int outputs, TreeLink link, double linkScale, string objective)
    {
        (Trees, Features, Outputs, Link, LinkScale, Objective) = (trees, features, outputs, link, linkScale, objective);
    }

    /// <summary>Features a row.</summary>
    public int Features { get; }

    /// <summary>Sums a row: the classes of a classification into more than two, else 1.</summary>
    public int Outputs { get; }

    /// <summary>Number of trees, of all outputs.</summary>
    public int Count => Trees.Length;

    /// <summary>What is made of the sums.</summary>
    public TreeLink Link { get; }

    /// <summary>The scale within <see cref="TreeLink.Logistic"/>.</summary>
    /// <value>1.</value>
    public double LinkScale { get; }

    /// <summary>What was learned, in LightGBM's words, for example "binary".</summary>
    public string Objective { get; }

    internal Tree[] Trees { get; }

    /// <summary>Reads LightGBM's model text, as its save_model writes it in any language.</summary>
    /// <exception cref="TreesException">It is none, is cut short, or holds what is not read: linear leaves, random forests, objectives whose answers are not known here.</exception>
    public static TreeEnsemble Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ModelText(text).Read();
    }

    /// <summary>The sums of a row's leaves, added in the order of the trees as LightGBM adds them.</summary>
    /// <param name="row">Its <see cref="Features"/>.</param>
    /// <param name="sums">Takes <see cref="Outputs"/> sums.</param>
    public void Sum(ReadOnlySpan<float> row, Span<double> sums)
    {
        if (row.Length < Features || sums.Length < Outputs)
        {
            throw new ArgumentException($"A row has {Features} features and gives {Outputs} sums; {row.Length} came, and there is room for {sums.Length}.", nameof(row));
        }

        sums[..Outputs].Clear();
        for (int i = 0; i < Trees.Length; i += Outputs)
        {
            for (int output = 0; output < Outputs; output++)
            {
                sums[output] += Trees[i + output].Of(row);
            }
        }
    }

    /// <summary>Adds the ensemble to a graph as one node <c>TreeEnsemble</c> of <c>ai.onnx.ml</c> 5.</summary>
    /// <param name="graph">The graph, of machine learning operator set 5.</param>
    /// <param name="features">Features, double [batch, <see cref="Features"/>]; categories whole numbers.</param>
    /// <returns>The sums, double [batch, <see cref="Outputs"/>].</returns>
    public OnnxValue AppendTo(OnnxGraphBuilder graph, OnnxValue features)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new EnsembleGraph(this).AppendTo(graph, features);
    }
}
