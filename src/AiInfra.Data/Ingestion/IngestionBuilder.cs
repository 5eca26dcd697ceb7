using System.Linq.Expressions;
using AiInfra.Core.Rows;
using AiInfra.Data.Cleaning;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion.Csv;
using AiInfra.Data.Ingestion.JsonLines;
using AiInfra.Data.Ingestion.Parquet;
using AiInfra.Data.Quality;

namespace AiInfra.Data.Ingestion;

/// <summary>Says how rows come from a source into a dataset. The steps run in the order in which they are called.</summary>
/// <typeparam name="T">A record whose properties are the columns, or <see cref="Row"/> to take the columns as they are found.</typeparam>
public sealed class IngestionBuilder<T>
{
    private readonly string _name;
    private readonly List<IBatchStage> _stages;
    private readonly IRecordCodec<T> _codec;
    private readonly IngestionOptions _options;
    private IRowSource? _source;
    private string _dataset;
    private Action<DatasetWriteOptions>? _write;
    private DatasetWriteMode? _mode;
    private bool _atStart;
    private Func<IngestionPipeline>? _goesOn;

    /// <summary>Begins an ingestion.</summary>
    /// <param name="name">Its name, and the dataset's unless <see cref="ToDataset"/> says another.</param>
    public IngestionBuilder(string name)
        : this(name, null, [], new IngestionOptions())
    {
    }

    internal IngestionBuilder(string name, IRowSource? source, List<IBatchStage> stages, IngestionOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _name = name;
        _dataset = name;
        _source = source;
        _stages = stages;
        _options = options;
        _codec = typeof(T) == typeof(Row) ? (IRecordCodec<T>)(object)new RowCodec() : new RecordCodec<T>();
    }

    /// <summary>Reads delimited text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="configure">What is known of it already.</param>
    public IngestionBuilder<T> Csv(string path, Action<CsvOptions>? configure = null)
    {
        var options = new CsvOptions();
        configure?.Invoke(options);
        return From(new CsvSource(path, options));
    }

    /// <summary>Reads JSON objects, one a line.</summary>
    /// <param name="path">The file.</param>
    /// <param name="configure">What is known of it already.</param>
    public IngestionBuilder<T> JsonLines(string path, Action<JsonLinesOptions>? configure = null)
    {
        var options = new JsonLinesOptions();
        configure?.Invoke(options);
        return From(new JsonLinesSource(path, options));
    }

    /// <summary>Reads a Parquet file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="configure">Which columns.</param>
    public IngestionBuilder<T> Parquet(string path, Action<ParquetOptions>? configure = null)
    {
        var options = new ParquetOptions();
        configure?.Invoke(options);
        return From(new ParquetSource(path, options));
    }

    /// <summary>Reads records that the host yields.</summary>
    /// <param name="records">The records; enumerated anew in every run.</param>
    /// <param name="name">What lineage and quarantine call them.</param>
    public IngestionBuilder<T> From(IAsyncEnumerable<T> records, string name)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_source is not null)
        {
            throw new InvalidOperationException($"Ingestion '{_name}' has a source already: {_source.Name}.");
        }

        _source = new RecordStreamSource<T>(records, name, _codec);
        return this;
    }

    /// <summary>Reads any source.</summary>
    public IngestionBuilder<T> From(IRowSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (_source is not null)
        {
            throw new InvalidOperationException($"Ingestion '{_name}' has a source already: {_source.Name}.");
        }

        _source = _codec.Adapt(source);
        return this;
    }

    /// <summary>Takes only the first rows of the source that fit, for example the training part of a file; what comes after them is not read.</summary>
    public IngestionBuilder<T> Take(long rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        _source = new FirstRowsSource(_source ?? throw new InvalidOperationException($"Name the source of ingestion '{_name}' before Take."), rows);
        return this;
    }

    /// <summary>Changes every record. One on which the function throws is put aside.</summary>
    public IngestionBuilder<T> Clean(Func<T, T> clean) => Select(clean);

    /// <summary>Makes another record of every record. One on which the function throws is put aside.</summary>
    public IngestionBuilder<TOut> Select<TOut>(Func<T, TOut> select)
    {
        ArgumentNullException.ThrowIfNull(select);
        if (_write is not null)
        {
            throw new InvalidOperationException("Say the dataset (ToDataset) last.");
        }

        var next = this as IngestionBuilder<TOut> ?? new IngestionBuilder<TOut>(_name, _source, _stages, _options);
        _stages.Add(new SelectStage<T, TOut>(select, _codec, next._codec));
        if (!ReferenceEquals(next, this))
        {
            _goesOn = next.Build;
        }

        return next;
    }

    /// <summary>Keeps records for which a predicate is true; the others are counted under the name.</summary>
    public IngestionBuilder<T> Where(Func<T, bool> keep, string name = "where")
    {
        ArgumentNullException.ThrowIfNull(keep);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _stages.Add(new WhereStage<T>(name, keep, _codec));
        return this;
    }

    /// <summary>Checks every record.</summary>
    public IngestionBuilder<T> Expect(Action<ExpectationBuilder<T>> expect)
    {
        ArgumentNullException.ThrowIfNull(expect);
        var builder = new ExpectationBuilder<T>(_codec);
        expect(builder);
        _stages.Add(new ExpectStage(builder.Expectations));
        return this;
    }

    /// <summary>Keeps the first of equal rows. Remembers some 40 bytes a different row.</summary>
    /// <param name="columns">Columns that make rows equal; null takes all.</param>
    /// <param name="maxKeys">Most different rows to remember; beyond, the run stops with an error instead of running out of memory.</param>
    public IngestionBuilder<T> Deduplicate(IReadOnlyList<string>? columns = null, int maxKeys = 20_000_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxKeys);
        foreach (string column in columns ?? [])
        {
            _codec.RequireColumn(column);
        }

        _stages.Add(new DeduplicateStage(columns, maxKeys));
        return this;
    }

    /// <summary>Keeps the first of records that are equal in these properties.</summary>
    public IngestionBuilder<T> DeduplicateBy(params Expression<Func<T, object?>>[] keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Deduplicate([.. keys.Select(_codec.ColumnOf)]);
    }

    /// <summary>Sets limits of bad rows and places for files.</summary>
    public IngestionBuilder<T> Configure(Action<IngestionOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_options);
        return this;
    }

    /// <summary>Refuses a source that has to guess how it is to be read; the error says which option decides.</summary>
    public IngestionBuilder<T> Strict()
    {
        _options.Strict = true;
        return this;
    }

    /// <summary>Names the dataset, and how to write it.</summary>
    /// <param name="dataset">Dataset; null takes the ingestion's name.</param>
    /// <param name="configure">Branch, mode, message…</param>
    public IngestionBuilder<T> ToDataset(string? dataset = null, Action<DatasetWriteOptions>? configure = null)
    {
        _dataset = dataset ?? _name;
        _write = configure ?? (static _ => { });
        return this;
    }

    /// <summary>Says that the source always holds every row: a run puts its rows in the place of those that are there, which stay in the dataset's history.</summary>
    public IngestionBuilder<T> Replace() => Writes(DatasetWriteMode.Replace);

    /// <summary>Says that the source holds new rows: a run puts them after those that are there. Content that was appended before, as when a host starts again with yesterday's file, is not appended twice; the report's notes say so.</summary>
    public IngestionBuilder<T> Append() => Writes(DatasetWriteMode.Append);

    /// <summary>Runs the ingestion whenever the host starts, beside it: the host answers at once with the data and models it has. A run that fails is logged as an error and stands as a failed run in the catalog, and on the page; the dataset is unchanged then.</summary>
    public IngestionBuilder<T> AtStart()
    {
        _atStart = true;
        return this;
    }

    /// <summary>Checks what was said, and makes the ingestion.</summary>
    /// <exception cref="InvalidOperationException">No source was named, or the dataset's rows are to be both replaced and appended to.</exception>
    public IngestionPipeline Build()
    {
        if (_goesOn is { } rest)
        {
            return _mode is null && !_atStart ? rest() : throw new InvalidOperationException($"Say Replace, Append and AtStart of ingestion '{_name}' after the last Select.");
        }

        if (_source is null)
        {
            throw new InvalidOperationException($"Ingestion '{_name}' has no source. Call Csv, JsonLines, Parquet or From.");
        }

        _options.Validate();
        Action<DatasetWriteOptions>? configure = _write;
        DatasetWriteOptions Write()
        {
            var options = new DatasetWriteOptions { Message = $"Ingest {Path.GetFileName(_source.Name)}" };
            if (_mode is { } mode)
            {
                options.Mode = mode;
                options.AppendsOnce = true;
            }

            configure?.Invoke(options);
            return _mode is null || options.Mode == _mode
                ? options
                : throw new InvalidOperationException($"Ingestion '{_name}' says {_mode}(), and ToDataset says {options.Mode}. Say one of them.");
        }

        Write().Validate();
        return new IngestionPipeline(_name, _source, [.. _stages], _options, _dataset, Write) { RunsAtStart = _atStart };
    }

    private IngestionBuilder<T> Writes(DatasetWriteMode mode)
    {
        if (_mode is { } said && said != mode)
        {
            throw new InvalidOperationException($"Ingestion '{_name}' says {said}() already; it can't be {mode}() too.");
        }

        _mode = mode;
        return this;
    }
}
