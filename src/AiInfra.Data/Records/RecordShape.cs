using System.ComponentModel.DataAnnotations.Schema;
using System.Linq.Expressions;
using System.Reflection;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Records;

/// <summary>How a record type stands in columns: its public properties, in the order of its constructor where it has one with parameters.</summary>
internal sealed class RecordShape<T> : IRecordShape
{
    private readonly Func<RowBatch, int, T> _create;
    private readonly Action<T, Value[]> _write;
    private readonly Dictionary<string, RecordProperty> _byKey;

    private RecordShape()
    {
        ConstructorInfo? constructor = Constructor();
        Properties = [.. Find(constructor)];
        if (Properties.Count == 0)
        {
            throw new ArgumentException($"{typeof(T)} has no public property that can stand in a column (numbers, text, booleans, dates, enums, Guid).");
        }

        Schema = new RowSchema(Properties.Select(p => new Column(p.Name, p.Kind)));
        _byKey = Properties.ToDictionary(p => ColumnNames.Key(p.Name), StringComparer.Ordinal);
        _create = CompileCreate(constructor);
        _write = CompileWrite();
    }

    public static RecordShape<T> Instance => Lazy.Value;

    public Type RecordType => typeof(T);

    public RowSchema Schema { get; }

    public IReadOnlyList<RecordProperty> Properties { get; }

    private static Lazy<RecordShape<T>> Lazy { get; } = new(() => new RecordShape<T>());

    /// <summary>The kind that a column of this name is to be read as; null when no property asks for it.</summary>
    public ValueKind? KindOf(string column) => _byKey.TryGetValue(ColumnNames.Key(column), out RecordProperty? property) ? property.Kind : null;

    /// <summary>Whether the property that a column of this name fills holds numbers that a double does not.</summary>
    public bool HoldsDigits(string column) => _byKey.TryGetValue(ColumnNames.Key(column), out RecordProperty? property) && RecordNumbers.IsBeyondDouble(property.Type);

    /// <summary>The record of a row of <see cref="Schema"/> that was checked to fit.</summary>
    public T Create(RowBatch batch, int row) => _create(batch, row);

    /// <summary>Writes a record's values in the order of <see cref="Schema"/>.</summary>
    public void Write(T record, Value[] values) => _write(record, values);

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

    private static ConstructorInfo? Constructor() => typeof(T).GetConstructors()
        .Where(c => c.GetParameters() is { Length: > 0 } parameters && parameters.All(p => Property(p) is not null))
        .MaxBy(c => c.GetParameters().Length);

    private static PropertyInfo? Property(ParameterInfo parameter) => typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .FirstOrDefault(p => p.CanRead && string.Equals(p.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && p.PropertyType == parameter.ParameterType);

    private static IEnumerable<RecordProperty> Find(ConstructorInfo? constructor)
    {
        var nullability = new NullabilityInfoContext();
        List<PropertyInfo> all = [.. (constructor?.GetParameters() ?? []).Select(p => Property(p)!)];
        all.AddRange(typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanRead && p.GetIndexParameters().Length == 0 && p.SetMethod is { IsPublic: true } && all.All(a => a.Name != p.Name))
            .OrderBy(p => p.MetadataToken));
        foreach (PropertyInfo property in all)
        {
            if (property.GetCustomAttribute<NotMappedAttribute>() is not null)
            {
                continue;
            }

            Type? inner = Nullable.GetUnderlyingType(property.PropertyType);
            Type type = inner ?? property.PropertyType;
            if (!RecordProperty.TryKind(type, out ValueKind kind))
            {
                throw new ArgumentException($"{typeof(T).Name}.{property.Name} is of type {type.Name}, which cannot stand in a column. Numbers, text, booleans, dates, enums and Guid can; leave others out with [NotMapped].");
            }

            bool mayBeMissing = inner is not null || (!type.IsValueType && nullability.Create(property).ReadState != NullabilityState.NotNull);
            yield return new RecordProperty(property, property.GetCustomAttribute<ColumnAttribute>()?.Name ?? property.Name, kind, type, mayBeMissing);
        }
    }

    private Func<RowBatch, int, T> CompileCreate(ConstructorInfo? constructor)
    {
        ParameterExpression batch = Expression.Parameter(typeof(RowBatch)), row = Expression.Parameter(typeof(int));
        Expression Cell(RecordProperty property) => RecordCells.Read(batch, row, Schema.Require(property.Name), property);

        ParameterInfo[] parameters = constructor?.GetParameters() ?? [];
        if (parameters.Length > 0 && !parameters.All(p => Properties.Any(q => q.Property == Property(p))))
        {
            throw new ArgumentException($"{typeof(T).Name} leaves out a property that its constructor needs.");
        }

        if (constructor is null && typeof(T).GetConstructor([]) is null && !typeof(T).IsValueType)
        {
            throw new ArgumentException($"{typeof(T).Name} needs a constructor whose parameters are its properties, or one without parameters and settable properties.");
        }

        NewExpression made = constructor is null
            ? Expression.New(typeof(T))
            : Expression.New(constructor, parameters.Select(p => Cell(Properties.First(q => q.Property == Property(p)))));
        IEnumerable<MemberBinding> rest = Properties.Where(q => parameters.All(p => Property(p) != q.Property)).Select(q => (MemberBinding)Expression.Bind(q.Property, Cell(q)));
        return Expression.Lambda<Func<RowBatch, int, T>>(Expression.MemberInit(made, rest), batch, row).Compile();
    }

    private Action<T, Value[]> CompileWrite()
    {
        ParameterExpression record = Expression.Parameter(typeof(T)), values = Expression.Parameter(typeof(Value[]));
        IEnumerable<Expression> assignments = Properties.Select((p, i) =>
            (Expression)Expression.Assign(Expression.ArrayAccess(values, Expression.Constant(i)), RecordCells.Write(Expression.Property(record, p.Property), p)));
        return Expression.Lambda<Action<T, Value[]>>(Expression.Block(assignments), record, values).Compile();
    }
}
