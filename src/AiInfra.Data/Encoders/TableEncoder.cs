using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Onnx;

namespace AiInfra.Data.Encoders;

/// <summary>Turns rows of mixed columns into numbers for a model. Learned once from the training rows, saved as JSON, exported into the model's graph, so that training and serving cannot differ.</summary>
/// <remarks>
/// Immutable and safe for many threads. An empty text counts as missing, so that it means the same in a graph, where texts cannot be null.
/// Hash buckets are fixed while fitting: the vocabulary keeps each value's bucket, and a value never seen goes to the bucket of the rare (index 0).
/// </remarks>
public sealed class TableEncoder
{
    private const int BlockRows = 4096;
    private readonly ColumnPlan[] _plans;
    private readonly string[] _names;
    private readonly EncoderLayout _layout;
    private readonly EncoderProgram _program;
    private ColumnMap? _map;

    internal TableEncoder(RowSchema schema, ColumnPlan[] plans, EncodingReport report)
    {
        Schema = schema;
        Report = report;
        _plans = plans;
        _names = [.. plans.Select(p => p.Name)];
        _layout = new EncoderLayout(plans);
        _program = new EncoderProgram(_layout);
        Columns = new RowSchema(plans.Select(p => new Column(p.Name, p.Kind)));
    }

    /// <summary>The schema it was learned on.</summary>
    public RowSchema Schema { get; }

    /// <summary>The columns that it reads; the others were left out.</summary>
    public RowSchema Columns { get; }

    /// <summary>What was decided about each column, and why.</summary>
    public EncodingReport Report { get; }

    /// <summary>Number of dense features a row.</summary>
    public int Width => _layout.Width;

    /// <summary>For each index a row has: how many values it can take, 0 to size - 1. 0 stands for rare and never seen.</summary>
    public IReadOnlyList<int> CategorySizes => _layout.CategorySizes;

    /// <summary>Names of the dense features, in order, for explanations.</summary>
    public IReadOnlyList<string> FeatureNames => _layout.FeatureNames;

    /// <summary>The column that each dense feature comes from, in order.</summary>
    public IReadOnlyList<string> FeatureColumns => [.. _layout.FeatureColumns.Select(c => _plans[c].Name)];

    /// <summary>Names of the columns that give indices, in order.</summary>
    public IReadOnlyList<string> CategoryNames => [.. _layout.Categories.Where(c => !c.Plan.OneHot).Select(c => c.Plan.Name)];

    /// <summary>Learns an encoder in one pass.</summary>
    /// <param name="schema">Columns to encode. Rows may have more, for example the label.</param>
    /// <param name="rows">The training rows; a <see cref="RowBatch"/> is read by column. Rows that the model is judged on must not be among them.</param>
    /// <param name="options">How to encode.</param>
    /// <exception cref="EncodingException">There are no rows, a row lacks a column or holds a value of another kind, or no column is of use.</exception>
    public static TableEncoder Fit(RowSchema schema, IEnumerable<Row> rows, EncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var fitter = new EncoderFitter(schema, options);
        IEnumerable<IReadOnlyList<Row>> blocks = rows is RowBatch batch ? [batch] : rows.Chunk(BlockRows);
        foreach (IReadOnlyList<Row> block in blocks)
        {
            fitter.Add(block);
        }

        return fitter.Finish();
    }

    /// <inheritdoc cref="Fit(RowSchema, IEnumerable{Row}, EncodingOptions?)" />
    public static TableEncoder Fit(RowSchema schema, IEnumerable<RowBatch> rows, EncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var fitter = new EncoderFitter(schema, options);
        foreach (RowBatch batch in rows)
        {
            fitter.Add(batch);
        }

        return fitter.Finish();
    }

    /// <inheritdoc cref="Fit(RowSchema, IEnumerable{Row}, EncodingOptions?)" />
    public static async Task<TableEncoder> FitAsync(RowSchema schema, IAsyncEnumerable<Row> rows, EncodingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var fitter = new EncoderFitter(schema, options);
        var block = new List<Row>();
        await foreach (Row row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            block.Add(row);
            if (block.Count == BlockRows)
            {
                fitter.Add(block);
                block.Clear();
            }
        }

        fitter.Add(block);
        return fitter.Finish();
    }

    /// <inheritdoc cref="Fit(RowSchema, IEnumerable{Row}, EncodingOptions?)" />
    public static async Task<TableEncoder> FitAsync(RowSchema schema, IAsyncEnumerable<RowBatch> rows, EncodingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var fitter = new EncoderFitter(schema, options);
        await foreach (RowBatch batch in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            fitter.Add(batch);
        }

        return fitter.Finish();
    }

    /// <summary>Encodes a row. Allocates nothing when the rows share one schema instance.</summary>
    /// <param name="row">The row; columns are found by name.</param>
    /// <param name="dense">Takes <see cref="Width"/> features.</param>
    /// <param name="categories">Takes one index for each of <see cref="CategorySizes"/>.</param>
    /// <exception cref="EncodingException">The row lacks a column or holds a value of another kind than was learned.</exception>
    public void Encode(Row row, Span<float> dense, Span<long> categories = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (dense.Length < Width || categories.Length < CategorySizes.Count)
        {
            throw new ArgumentException($"A row needs {Width} features and {CategorySizes.Count} indices; there is room for {dense.Length} and {categories.Length}.", nameof(dense));
        }

        _program.Encode(row.Values, Map(row.Schema).Positions, dense, categories);
    }

    /// <summary>Encodes rows; a <see cref="RowBatch"/> is read by column.</summary>
    /// <inheritdoc cref="Encode(Row, Span{float}, Span{long})" path="/exception" />
    public EncodedBatch Encode(IReadOnlyList<Row> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var dense = new float[checked(rows.Count * Width)];
        var categories = new long[checked(rows.Count * CategorySizes.Count)];
        Encode(rows, dense, categories);
        return new EncodedBatch(rows.Count, Width, dense, CategorySizes.Count, categories);
    }

    /// <summary>Encodes rows into given memory, such as a tensor's; a <see cref="RowBatch"/> is read by column.</summary>
    /// <param name="rows">The rows; columns are found by name.</param>
    /// <param name="dense">Takes the features, [rows, <see cref="Width"/>] row by row.</param>
    /// <param name="categories">Takes the indices, [rows, <see cref="CategorySizes"/>] row by row.</param>
    /// <inheritdoc cref="Encode(Row, Span{float}, Span{long})" path="/exception" />
    public void Encode(IReadOnlyList<Row> rows, Span<float> dense, Span<long> categories = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int indices = CategorySizes.Count;
        if (dense.Length < (long)rows.Count * Width || categories.Length < (long)rows.Count * indices)
        {
            throw new ArgumentException($"{rows.Count} rows need {(long)rows.Count * Width} features and {(long)rows.Count * indices} indices; there is room for {dense.Length} and {categories.Length}.", nameof(dense));
        }

        if (rows is RowBatch batch)
        {
            _program.Encode(batch, Map(batch.Schema).Positions, dense, categories);
            return;
        }

        for (int i = 0; i < rows.Count; i++)
        {
            Encode(rows[i], dense.Slice(i * Width, Width), categories.Slice(i * indices, indices));
        }
    }

    /// <summary>Adds the encoding to a graph: one raw input a column, named like it, and the nodes that compute what <see cref="Encode(Row, Span{float}, Span{long})"/> computes.</summary>
    /// <remarks>
    /// Raw inputs, all [batch, 1]: numbers and booleans double (NaN is missing), texts string (empty is missing), times int64 unix milliseconds (<see cref="long.MinValue"/> is missing).
    /// </remarks>
    /// <param name="graph">The graph; go on from what is returned.</param>
    /// <exception cref="ArgumentException">The graph has a value named like a column.</exception>
    public EncodedInputs AppendTo(OnnxGraphBuilder graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new EncoderGraph(graph, _layout, _plans).Append();
    }

    /// <summary>Adds the encoding to a graph with its numbers neither rounded to floats nor cut to their ends, which saves a row several nodes: for a learner that only asks whether a feature is above something, as trees do.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>Double [batch, <see cref="Width"/> and as many more as there are indices]: the dense features, then the indices.</returns>
    public OnnxValue AppendUnrounded(OnnxGraphBuilder graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new EncoderGraph(graph, _layout, _plans).AppendUnrounded();
    }

    /// <summary>The encoder as JSON; <see cref="FromJson"/> gives one that encodes bit by bit the same.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new EncoderDocument(EncoderDocument.Name, 1, [.. Schema.Columns], _plans, [.. Report.Columns]),
        EncodingJson.Default.EncoderDocument);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="EncodingException">The text is something else, or damaged.</exception>
    public static TableEncoder FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return EncoderDocumentReader.Read(json);
    }

    private ColumnMap Map(RowSchema schema)
    {
        ColumnMap? map = Volatile.Read(ref _map);
        if (map is null || !ReferenceEquals(map.Schema, schema))
        {
            map = new ColumnMap(schema, _names);
            Volatile.Write(ref _map, map);
        }

        return map;
    }
}
