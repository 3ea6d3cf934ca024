'use client'
import { Component, type ReactNode } from 'react'

interface PaneBoundaryProps {
  readonly text: string
  readonly retryText: string
  readonly children: ReactNode
}

/** An error in one pane leaves the others standing. */
export class PaneBoundary extends Component<PaneBoundaryProps, { readonly isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  override render() {
    if (!this.state.isBroken) return this.props.children
    return (
      <div className="lk-empty" role="alert">
        <p>{this.props.text}</p>
        <button
          type="button"
          className="lk-button"
          onClick={() => {
            this.setState({ isBroken: false })
          }}
        >
          {this.props.retryText}
        </button>
      </div>
    )
  }
}
