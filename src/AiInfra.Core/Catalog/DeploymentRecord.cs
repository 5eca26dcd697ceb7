namespace AiInfra.Core.Catalog;

/// <summary>A deployment as it should be: which versions it keeps, and which share of the requests each answers.</summary>
public sealed record DeploymentRecord
{
    private readonly DeploymentVariant[] _variants = [];

    /// <summary>Name of the deployment.</summary>
    public required string Name { get; init; }

    /// <summary>Model it serves.</summary>
    public required string Model { get; init; }

    /// <summary>All versions that are kept: the champion, those on trial in the order in which their trials began, and the one before the champion.</summary>
    /// <value>Default none. Weights and keys are brought into order when they are set.</value>
    /// <exception cref="ArgumentException">Two champions or ways back, a version twice on trial, a share that is none, or shares of more than 1 together.</exception>
    public IReadOnlyList<DeploymentVariant> Variants
    {
        get => _variants;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            _variants = KeyShares.Settle(value);
        }
    }

    /// <summary>Those of the <see cref="Variants"/> that are on trial: canaries and shadows.</summary>
    public IEnumerable<DeploymentVariant> Trials => _variants.Where(v => v.IsOnTrial);

    /// <summary>Version that answers, null before the first. Setting it sets that variant.</summary>
    public int? Champion
    {
        get => Of(VariantRole.Champion)?.Version;
        init => Variants = With(VariantRole.Champion, value);
    }

    /// <summary>The version whose trial began first, null where none is on trial. Setting it makes it the only one on trial, at first as a shadow.</summary>
    public int? Challenger
    {
        get => Trials.FirstOrDefault()?.Version;
        init => Variants = [.. _variants.Where(v => !v.IsOnTrial), .. value is int version ? [new DeploymentVariant(version, VariantRole.Shadow)] : Array.Empty<DeploymentVariant>()];
    }

    /// <summary>Share of requests that the <see cref="Challenger"/> answers, 0 to 1. At 0 it only shadows. Set the challenger before its share.</summary>
    /// <exception cref="ArgumentException">The share is not in 0 to 1, nobody is on trial to have it, or there is not so much left.</exception>
    public double ChallengerShare
    {
        get => Trials.FirstOrDefault()?.Weight ?? 0;
        init
        {
            if (Trials.FirstOrDefault() is not { } first)
            {
                _ = value == 0 ? 0 : throw new ArgumentException($"Nobody is on trial who could answer the share {value}. Set {nameof(Challenger)} first.");
                return;
            }

            Variants = [.. _variants.Select(v => v != first ? v : v with { Role = value == 0 ? VariantRole.Shadow : VariantRole.Canary, Weight = value })];
        }
    }

    /// <summary>The champion before this one: where a rollback goes. Setting it sets that variant.</summary>
    public int? Previous
    {
        get => Of(VariantRole.Previous)?.Version;
        init => Variants = With(VariantRole.Previous, value);
    }

    /// <summary>Counts the changes; a save must name the revision it changes.</summary>
    public long Revision { get; init; }

    /// <summary>When it last changed, UTC.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The same, with a version on trial beside those that are: a canary with its share, or a shadow with share 0. A version that is on trial already gets the new share and keeps its keys as far as they go.</summary>
    /// <exception cref="ArgumentException">The share is not in 0 to 1, or the canaries together would answer more than all.</exception>
    public DeploymentRecord WithTrial(int version, double share)
    {
        var trial = new DeploymentVariant(version, share == 0 ? VariantRole.Shadow : VariantRole.Canary, share);
        return this with
        {
            Variants = Trials.Any(t => t.Version == version)
                ? [.. _variants.Select(v => v.IsOnTrial && v.Version == version ? trial with { Keys = v.Keys } : v)]
                : [.. _variants, trial],
        };
    }

    /// <summary>The same, without a version's trial.</summary>
    public DeploymentRecord WithoutTrial(int version) => this with { Variants = [.. _variants.Where(v => !(v.IsOnTrial && v.Version == version))] };

    /// <inheritdoc />
    public bool Equals(DeploymentRecord? other) => other is not null && Name == other.Name && Model == other.Model && Revision == other.Revision && ChangedAt == other.ChangedAt && _variants.AsSpan().SequenceEqual(other._variants);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, Model, Revision, ChangedAt);

    /// <inheritdoc />
    public override string ToString() => $"DeploymentRecord {{ Name = {Name}, Model = {Model}, Variants = {Shown.List(Variants)}, Revision = {Revision}, ChangedAt = {ChangedAt} }}";

    private DeploymentVariant? Of(VariantRole role) => Array.Find(_variants, v => v.Role == role);

    private IEnumerable<DeploymentVariant> Others(VariantRole role) => _variants.Where(v => v.Role != role);

    private DeploymentVariant[] With(VariantRole role, int? version) => version is int number ? [.. Others(role), new DeploymentVariant(number, role)] : [.. Others(role)];
}
