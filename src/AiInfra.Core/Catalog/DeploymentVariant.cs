namespace AiInfra.Core.Catalog;

/// <summary>A version that a deployment keeps in memory, and what it is to it.</summary>
/// <param name="Version">The version.</param>
/// <param name="Role">What it is.</param>
/// <param name="Weight">Share of the requests that it answers, 0 to 1: what a canary is given; for the champion what the canaries leave, whatever is said; 0 for others.</param>
public sealed record DeploymentVariant(int Version, VariantRole Role, double Weight = 0)
{
    /// <summary>A canary's keys, together as long as its <see cref="Weight"/>. The record gives them out: a canary that comes, grows or goes moves keys between itself and the champion only.</summary>
    /// <value>Default none: given out when the variant becomes part of a <see cref="DeploymentRecord"/>.</value>
    public IReadOnlyList<KeyRange> Keys { get; init; } = [];

    /// <summary>Whether it is on trial.</summary>
    public bool IsOnTrial => Role is VariantRole.Canary or VariantRole.Shadow;

    /// <inheritdoc />
    public bool Equals(DeploymentVariant? other) => other is not null && Version == other.Version && Role == other.Role && Weight.Equals(other.Weight) && Keys.SequenceEqual(other.Keys);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Version, Role, Weight, Keys.Count);

    /// <inheritdoc />
    public override string ToString() => $"DeploymentVariant {{ Version = {Version}, Role = {Role}, Weight = {Weight}, Keys = {Shown.List(Keys)} }}";
}
