using System.Linq.Expressions;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;

namespace AiInfra.Data.Ingestion;

/// <summary>Says how rows come from a source into a dataset. The steps run in the order in which they are called.</summary>
/// <typeparam name="T">A record whose properties are the columns, or <see cref="Row"/> to take the columns as they are found.</typeparam>
public sealed class IngestionBuilder<T>
{
    private readonly string _name;
    private readonly List<IIngestionStep> _steps;
    private readonly IRecordCodec<T> _codec;
    private readonly IngestionOptions _options;
    private IRowSource? _source;
    private string _dataset;
    private Action<DatasetWriteOptions>? _write;
    private DatasetWriteMode? _mode;
    private bool _atStart;
    private bool _continues;
    private string? _continuesAs;
    private Func<IngestionPipeline>? _goesOn;

    /// <summary>Begins an ingestion.</summary>
    /// <param name="name">Its name, and the dataset's unless <see cref="ToDataset"/> says another.</param>
    public IngestionBuilder(string name)
        : this(name, null, [], new IngestionOptions())
    {
    }

    internal IngestionBuilder(string name, IRowSource? source, List<IIngestionStep> steps, IngestionOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _name = name;
        _dataset = name;
        _source = source;
        _steps = steps;
        _options = options;
        _codec = RecordCodecs.Of<T>();
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
    public IngestionBuilder<T> Clean(Func<T, T> clean)
    {
        ArgumentNullException.ThrowIfNull(clean);
        return Then<T>(new RecordStep<T, T>("clean", "1", r => clean(r), _codec, _codec));
    }

    /// <summary>Makes another record of every record. One on which the function throws is put aside.</summary>
    public IngestionBuilder<TOut> Select<TOut>(Func<T, TOut> select)
    {
        ArgumentNullException.ThrowIfNull(select);
        return Then<TOut>(new RecordStep<T, TOut>("select", "1", r => select(r), _codec, RecordCodecs.Of<TOut>()));
    }

    /// <summary>Keeps records for which a predicate is true; the others are counted under the name.</summary>
    public IngestionBuilder<T> Where(Func<T, bool> keep, string name = "where")
    {
        ArgumentNullException.ThrowIfNull(keep);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Then<T>(new WhereStep<T>(name, keep, _codec));
    }

    /// <summary>Adds a step of your own that keeps the columns of the record.</summary>
    /// <exception cref="ArgumentException">It looks at columns that the record does not have, or gives others than the record's.</exception>
    public IngestionBuilder<T> Step(IIngestionStep step) => Step<T>(step);

    /// <summary>Adds a step of your own behind which the rows are other records.</summary>
    /// <typeparam name="TOut">The record whose columns the step gives, or <see cref="Row"/>.</typeparam>
    /// <exception cref="ArgumentException">It looks at columns that the record does not have, or gives others than those of <typeparamref name="TOut"/>.</exception>
    public IngestionBuilder<TOut> Step<TOut>(IIngestionStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentException.ThrowIfNullOrWhiteSpace(step.Name);
        foreach (string column in step.Reads)
        {
            _codec.RequireColumn(column);
        }

        RowSchema? before = RecordCodecs.Columns<T>(), wanted = RecordCodecs.Columns<TOut>(), given = before is null ? null : step.Gives(before);
        if (wanted is not null && (given is null || !given.Equals(wanted)))
        {
            throw new ArgumentException(
                $"Behind step '{step.Name}' rows have {(given is null ? "columns that are not known beforehand" : $"the columns ({Show(given)})")}; {typeof(TOut).Name} has ({Show(wanted)}). Name the record that has the step's columns (Step<TOut>), or take them as they come (Row).", nameof(step));
        }

        return Then<TOut>(step);
    }

    /// <summary>Adds a step over records: it changes them, leaves them out or puts them aside. One on which the function throws is put aside.</summary>
    /// <param name="name">Name of the step.</param>
    /// <param name="step">Gives the record where it goes on, or <see cref="StepResult.Drop"/>, <see cref="StepResult.Reject"/>, <see cref="StepResult.Change"/>.</param>
    /// <param name="version">Raise it when the function changes; kept with every run.</param>
    public IngestionBuilder<T> Step(string name, Func<T, StepResult<T>> step, string version = "1")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        return Then<T>(new RecordStep<T, T>(name, version, step, _codec, _codec));
    }

    /// <summary>The column in which a property stands, for steps that name columns.</summary>
    /// <exception cref="ArgumentException">It is no property that stands in a column, or the ingestion is one of <see cref="Row"/>s, whose columns are named as text.</exception>
    public string ColumnOf(Expression<Func<T, object?>> property)
    {
        ArgumentNullException.ThrowIfNull(property);
        return _codec.ColumnOf(property);
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

    /// <summary>Says that the source grows, and that a run reads only what is new since the one before and appends it. How far the source was read is kept in the commit with the rows, so that nothing is taken twice and nothing is missing, also where a run was killed.</summary>
    /// <param name="name">Under which name the place is kept; null takes the source's. A source that moves to another path keeps its name here.</param>
    /// <remarks>
    /// A file goes on behind the last whole line, and must still begin as it did. Rows put aside count as read. A run that finds nothing new makes no commit.
    /// Steps see the rows of their run alone: <c>Deduplicate</c> and <c>Unique</c> do not know those of earlier runs, and a note says so.
    /// Two runs at once do not both append: the later one is refused.
    /// </remarks>
    public IngestionBuilder<T> Continue(string? name = null)
    {
        if (name is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
        }

        _continues = true;
        _continuesAs = name;
        return Append();
    }

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
            return _mode is null && !_atStart && !_continues ? rest() : throw new InvalidOperationException($"Say Replace, Append, Continue and AtStart of ingestion '{_name}' after the last Select.");
        }

        if (_source is null)
        {
            throw new InvalidOperationException($"Ingestion '{_name}' has no source. Call Csv, JsonLines, Parquet or From.");
        }

        if (_continues && _source is not IResumableSource)
        {
            throw new InvalidOperationException($"Ingestion '{_name}' says Continue(), and {_source.Name} cannot be read on from where a run ended: its source has no positions, or Take cuts it. Say Append() or Replace(), or read it by a source that has positions (IResumableSource).");
        }

        _options.Checked(nameof(IngestionOptions));
        Action<DatasetWriteOptions>? configure = _write;
        DatasetWriteOptions Write()
        {
            var options = new DatasetWriteOptions { Message = $"Ingest {Path.GetFileName(_source.Name)}" };
            if (_mode is { } mode)
            {
                options.Mode = mode;
                options.AppendsOnce = !_continues;
            }

            configure?.Invoke(options);
            return _mode is null || options.Mode == _mode
                ? options
                : throw new InvalidOperationException($"Ingestion '{_name}' says {_mode}(), and ToDataset says {options.Mode}. Say one of them.");
        }

        Write().Checked(nameof(DatasetWriteOptions));
        return new IngestionPipeline(_name, _source, [.. _steps], _options, _dataset, Write) { RunsAtStart = _atStart, ContinuesAs = _continues ? _continuesAs ?? _source.Name : null };
    }

    private IngestionBuilder<TOut> Then<TOut>(IIngestionStep step)
    {
        if (_goesOn is not null)
        {
            throw new InvalidOperationException($"Ingestion '{_name}' goes on with other records already; call further steps on what Select gave.");
        }

        var next = this as IngestionBuilder<TOut>;
        if (next is null && _write is not null)
        {
            throw new InvalidOperationException("Say the dataset (ToDataset) last.");
        }

        _steps.Add(step);
        if (next is null)
        {
            next = new IngestionBuilder<TOut>(_name, _source, _steps, _options);
            _goesOn = next.Build;
        }

        return next;
    }

    private static string Show(RowSchema schema) => string.Join(", ", schema.Columns.Select(c => $"{c.Name}: {c.Kind.ToString().ToLowerInvariant()}"));

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
