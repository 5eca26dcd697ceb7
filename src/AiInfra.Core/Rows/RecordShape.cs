using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;

namespace AiInfra.Core.Rows;

/// <summary>How a record type stands in columns: its constructor's parameters, then its settable properties, each under its name or that of its <c>[Column("…")]</c>. One shape for files, datasets, training, requests and tests.</summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class RecordShape<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] T>
{
    private static readonly Lazy<RecordShape<T>> s_instance = new(() => new RecordShape<T>());
    private readonly RecordBinding _binding;
    private readonly Dictionary<string, RecordProperty> _byKey;
    private readonly Lazy<Func<RowBatch, int, T>> _create;
    private readonly Lazy<Action<T, Value[]>> _write;

    private RecordShape()
    {
        _binding = RecordBinding.Of(typeof(T));
        if (_binding.Arguments.FirstOrDefault(a => a.Property?.Property.PropertyType != a.Type) is { } strange)
        {
            throw new ArgumentException($"{typeof(T).Name} needs a constructor whose parameters are its properties, or one without parameters and settable properties: parameter '{strange.Name}' is no property of type {strange.Type.Name} that stands in a column.");
        }

        Properties = [.. _binding.Arguments.Select(a => a.Property!), .. _binding.Settable];
        if (Properties.Count == 0)
        {
            throw new ArgumentException($"{typeof(T)} has no public property that can stand in a column (numbers, text, booleans, dates, enums, Guid).");
        }

        if (Properties.FirstOrDefault(p => p.Kind == ValueKind.Missing) is { } unfit)
        {
            throw new ArgumentException($"{typeof(T).Name}.{unfit.Property.Name} is of type {unfit.Type.Name}, which cannot stand in a column. Numbers, text, booleans, dates, enums and Guid can; leave others out with [NotMapped].");
        }

        if (Properties.GroupBy(p => ColumnKey.Of(p.Name), StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"{typeof(T).Name} has several properties for one column: {string.Join(", ", twice.Select(p => $"{p.Property.Name} as '{p.Name}'"))}. Names are compared without case and signs.");
        }

        Schema = new RowSchema(Properties.Select(p => new Column(p.Name, p.Kind)));
        _byKey = Properties.ToDictionary(p => ColumnKey.Of(p.Name), StringComparer.Ordinal);
        _create = new Lazy<Func<RowBatch, int, T>>(CompileCreate);
        _write = new Lazy<Action<T, Value[]>>(CompileWrite);
    }

    /// <summary>The shape.</summary>
    /// <exception cref="ArgumentException">A property cannot stand in a column, or the record cannot be made of its properties.</exception>
    public static RecordShape<T> Instance => s_instance.Value;

    /// <summary>Columns and kinds.</summary>
    public RowSchema Schema { get; }

    /// <summary>The properties in the order of <see cref="Schema"/>.</summary>
    public IReadOnlyList<RecordProperty> Properties { get; }

    /// <summary>The kind that a column of this name is to be read as; null when no property asks for it.</summary>
    public ValueKind? KindOf(string column) => _byKey.TryGetValue(ColumnKey.Of(column), out RecordProperty? property) ? property.Kind : null;

    /// <summary>Whether the property that a column of this name fills holds numbers that a double does not.</summary>
    public bool HoldsDigits(string column) => _byKey.TryGetValue(ColumnKey.Of(column), out RecordProperty? property) && ValueConversion.IsBeyondDouble(property.Type);

    /// <summary>The column of a property.</summary>
    /// <exception cref="ArgumentException">It is not a property of the record that stands in a column.</exception>
    public string ColumnOf(LambdaExpression property)
    {
        ArgumentNullException.ThrowIfNull(property);
        Expression body = property.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : property.Body;
        return body is MemberExpression { Expression: ParameterExpression } member && Properties.FirstOrDefault(p => p.Property.Name == member.Member.Name) is { } found
            ? found.Name
            : throw new ArgumentException($"'{property}' is not a property of {typeof(T).Name} that stands in a column.", nameof(property));
    }

    /// <summary>The record of a row of <see cref="Schema"/> that was checked to fit, see <see cref="RecordProperty.Check"/>.</summary>
    public T Read(RowBatch batch, int row) => _create.Value(batch, row);

    /// <summary>The record of a row. The row's columns are found by name; a missing text is empty where the record takes no null.</summary>
    /// <exception cref="ArgumentException">The row lacks a column, or a value does not fit its property.</exception>
    public T Read(Row row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return (T)_binding.Make(argument => Cell(argument.Property!), Cell);

        object? Cell(RecordProperty property) => ValueConversion.TryRead(row[property.Name], property.Property.PropertyType, out object? value, out string? why)
            ? value ?? (property.Type == typeof(string) && !property.MayBeMissing ? "" : null)
            : throw new ArgumentException($"Column '{property.Name}' does not fit {typeof(T).Name}.{property.Property.Name}: {why}.", nameof(row));
    }

    /// <summary>Writes a record's values in the order of <see cref="Schema"/>.</summary>
    public void Write(T record, Value[] values) => _write.Value(record, values);

    /// <summary>The row of a record.</summary>
    public Row ToRow(T record)
    {
        var values = new Value[Schema.Count];
        Write(record, values);
        return new Row(Schema, values);
    }

    private Func<RowBatch, int, T> CompileCreate()
    {
        ParameterExpression batch = Expression.Parameter(typeof(RowBatch)), row = Expression.Parameter(typeof(int));
        Expression Cell(RecordProperty property) => CellExpressions.Read(batch, row, Schema.Require(property.Name), property);
        return Expression.Lambda<Func<RowBatch, int, T>>(_binding.Make(argument => Cell(argument.Property!), Cell), batch, row).Compile();
    }

    private Action<T, Value[]> CompileWrite()
    {
        ParameterExpression record = Expression.Parameter(typeof(T)), values = Expression.Parameter(typeof(Value[]));
        IEnumerable<Expression> assignments = Properties.Select((p, i) =>
            (Expression)Expression.Assign(Expression.ArrayAccess(values, Expression.Constant(i)), ValueConversion.ToValue(Expression.Property(record, p.Property))!));
        return Expression.Lambda<Action<T, Value[]>>(Expression.Block(assignments), record, values).Compile();
    }
}
